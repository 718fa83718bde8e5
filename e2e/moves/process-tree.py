"""A tree of ten processes that hold on to each other: three that accept on one listening socket, a ring of three behind
pipes, a session of its own with two children, and the root, which sends a number round the ring for ever.

Arguments: ADDRESS PORT. A line to the port is answered by one of the three with a JSON line: { pid, number }, where number is
how often the ring was passed, read from memory all ten share. A number that comes back wrong ends the root, and so the tree.
"""
import json
import mmap
import os
import signal
import socket
import struct
import sys
import time

shared = mmap.mmap(-1, 4096)


def fork(work):
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    finally:
        os._exit(1)


def serve(listener):
    while True:
        connection, _ = listener.accept()
        # One after the other: a client that stays on keeps this worker for itself.
        file = connection.makefile("rw")
        for _ in file:
            file.write(json.dumps({"pid": os.getpid(), "number": struct.unpack("Q", shared[:8])[0]}) + "\n")
            file.flush()
        connection.close()


def pass_on(source, target):
    while True:
        data = os.read(source, 8)
        if len(data) < 8:
            return
        os.write(target, struct.pack("Q", struct.unpack("Q", data)[0] + 1))


def lead_session():
    os.setsid()
    for _ in range(2):
        fork(wait_for_ever)
    wait_for_ever()


def wait_for_ever():
    while True:
        signal.pause()


def main():
    listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=16)
    for _ in range(3):
        fork(lambda: serve(listener))
    listener.close()
    pipes = [os.pipe() for _ in range(4)]
    for source, target in zip(pipes, pipes[1:]):
        fork(lambda: pass_on(source[0], target[1]))
    fork(lead_session)
    rounds = 0
    while True:
        os.write(pipes[0][1], struct.pack("Q", rounds))
        back = struct.unpack("Q", os.read(pipes[3][0], 8))[0]
        if back != rounds + 3:
            sys.exit("sent %d round the ring, %d came back" % (rounds, back))
        rounds += 1
        shared[:8] = struct.pack("Q", rounds)
        time.sleep(0.005)


main()
