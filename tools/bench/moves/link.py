"""Sends zeros over one connection. Arguments: take|give ADDRESS PORT. The giver prints bytes a millisecond, until the taker has all."""
import socket
import sys
import time

TOTAL = 512 << 20
PIECE = 1 << 20

what, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])


def take():
    connection = socket.create_server((address, port)).accept()[0]
    buffer = bytearray(PIECE)
    left = TOTAL
    while left > 0:
        count = connection.recv_into(buffer)
        if count == 0:
            return
        left -= count
    connection.sendall(b".")


def connect():
    for _ in range(100):
        try:
            return socket.create_connection((address, port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("nobody listens")


def give():
    connection = connect()
    piece = bytes(PIECE)
    started = time.monotonic()
    for _ in range(TOTAL // PIECE):
        connection.sendall(piece)
    connection.recv(1)
    print(TOTAL / ((time.monotonic() - started) * 1000))


take() if what == "take" else give()
