"""A workload of a chosen size that notices when it stands still. Arguments: FILE MEMORY-MIB PROCESSES [ADDRESS PORT].

Its own time is CLOCK_REALTIME: CLOCK_MONOTONIC goes on after a restore as if nothing had been. The memory is random, shared out among the processes, and touched again all the time, a page now and then. The first process writes a line for
every gap in its own time to FILE: milliseconds since the epoch at its end, milliseconds of gap. With an address it also echoes what one client sends.
"""
import os
import select
import socket
import sys
import time

LOOK_S = 0.001
NOTED_MS = 10.0
PAGE = 4096


def fill(mib):
    memory = bytearray(mib << 20)
    for start in range(0, len(memory), 1 << 20):
        memory[start:start + (1 << 20)] = os.urandom(1 << 20)
    return memory


def be_child(mib):
    memory = fill(mib)
    at = 0
    while True:
        time.sleep(0.05)
        at = touch(memory, at)


def touch(memory, at):
    if memory:
        memory[at % len(memory)] ^= 1
    return at + 7 * PAGE


def note(path, gap):
    # Opened for the moment of writing only, so that no file is open when somebody looks.
    with open(path, "a") as file:
        file.write("%d %.3f\n" % (time.time() * 1000, gap))


def echo(listener, clients):
    readable, _, _ = select.select([listener] + clients, [], [], LOOK_S)
    for one in readable:
        if one is listener:
            clients.append(listener.accept()[0])
            continue
        data = one.recv(4096)
        if data:
            one.sendall(data)
        else:
            clients.remove(one)
            one.close()


def main():
    path, mib, processes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    share = mib // processes
    for _ in range(processes - 1):
        if os.fork() == 0:
            be_child(share)
    memory = fill(mib - share * (processes - 1))
    listener, clients, at = None, [], 0
    if len(sys.argv) > 4:
        listener = socket.create_server((sys.argv[4], int(sys.argv[5])), reuse_port=False)
    note(path, 0)
    last = time.time()
    while True:
        if listener:
            echo(listener, clients)
        else:
            time.sleep(LOOK_S)
        at = touch(memory, at)
        now = time.time()
        if (now - last) * 1000 > NOTED_MS:
            note(path, (now - last) * 1000)
            now = time.time()
        last = now


main()
