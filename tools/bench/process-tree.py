# A tree of N processes: one leader of a session of its own, and N-1 children that hold a file and a pipe each. With a second number
# every process holds that many descriptors more.
import os
import socket
import sys
import time

count = int(sys.argv[1])
more = int(sys.argv[2]) if len(sys.argv) > 2 else 0
kept = []


def hold_more():
    kinds = (lambda: [os.open(__file__, os.O_RDONLY)], os.pipe, socket.socketpair)
    while sum(len(one) for one in kept) < more:
        kept.append(kinds[len(kept) % 3]())


children = []
for _ in range(count - 1):
    pid = os.fork()
    if pid == 0:
        held = open('/dev/null')
        ends = os.pipe()
        hold_more()
        while True:
            time.sleep(1000)
    children.append(pid)
hold_more()
print('ready', os.getpid(), flush=True)
while True:
    time.sleep(1000)
