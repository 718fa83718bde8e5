"""Sends a byte every five milliseconds on one connection and waits for its echo. Arguments: FILE ADDRESS PORT.

Writes a line for every answer that took longer than 10 ms: milliseconds since the epoch at its end, milliseconds of waiting; and "broken" when
the connection ends.
"""
import socket
import sys
import time

path, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])


def note(line):
    with open(path, "a") as file:
        file.write("%d %s\n" % (time.time() * 1000, line))


connection = socket.create_connection((address, port), timeout=60)
# A slow answer is a long one and no lost connection: that is for the kernel to say.
connection.settimeout(None)
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
note("0")
try:
    while True:
        sent = time.monotonic()
        connection.sendall(b".")
        if not connection.recv(16):
            break
        waited = (time.monotonic() - sent) * 1000
        if waited > 10:
            note("%.3f" % waited)
        time.sleep(0.005)
except OSError:
    pass
note("broken")
