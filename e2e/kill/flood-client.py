"""A client of the echo server that sends as fast as it may and reads back slowly, through small buffers of its own: at any
moment the server's socket holds data that it has not read, and data that nobody has fetched. Every byte is compared.

Arguments: ADDRESS PORT SECONDS. Prints one JSON object: { sentBytes, echoedBytes, leastOnTheWay, ownBuffers, error };
leastOnTheWay is the least that was ever sent and not read back, ownBuffers what of it this side can have held itself.
"""
import hashlib
import json
import socket
import sys
import threading
import time

BLOCK = 4096
READ_PAUSE_S = 0.01
WARM_UP_S = 0.5

address, port, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
sent, echoed = hashlib.sha256(), hashlib.sha256()
state = {"sentBytes": 0, "echoedBytes": 0, "leastOnTheWay": None, "ownBuffers": 0, "error": None}
connection = socket.socket()
connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)
sending_is_over = threading.Event()


def send(started):
    number = 0
    try:
        while time.monotonic() - started < seconds:
            number += 1
            block = (b"%d " % number).ljust(BLOCK, b".")
            connection.sendall(block)
            sent.update(block)
            state["sentBytes"] += BLOCK
    except OSError as error:
        state["error"] = "while sending: %s" % error
    sending_is_over.set()


def read(started):
    while not (sending_is_over.is_set() and state["echoedBytes"] == state["sentBytes"]):
        if state["error"]:
            return
        chunk = connection.recv(BLOCK)
        if not chunk:
            raise OSError("closed by the server")
        echoed.update(chunk)
        state["echoedBytes"] += len(chunk)
        if sending_is_over.is_set():
            continue
        if time.monotonic() - started > WARM_UP_S:
            note(state["sentBytes"] - state["echoedBytes"])
        time.sleep(READ_PAUSE_S)


def note(on_the_way):
    least = state["leastOnTheWay"]
    state["leastOnTheWay"] = on_the_way if least is None else min(least, on_the_way)


def main():
    try:
        connection.connect((address, port))
        started = time.monotonic()
        threading.Thread(target=send, args=(started,), daemon=True).start()
        read(started)
    except OSError as error:
        state["error"] = state["error"] or "while reading: %s" % error
    if not state["error"] and sent.digest() != echoed.digest():
        state["error"] = "the echo is not what was sent"
    state["ownBuffers"] = sum(connection.getsockopt(socket.SOL_SOCKET, one) for one in (socket.SO_RCVBUF, socket.SO_SNDBUF))
    print(json.dumps(state))
    sys.exit(1 if state["error"] else 0)


main()
