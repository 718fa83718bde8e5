# A tree of N processes: one leader of a session of its own, and N-1 children that hold a file and a pipe each.
import os
import sys
import time

count = int(sys.argv[1])
children = []
for _ in range(count - 1):
    pid = os.fork()
    if pid == 0:
        held = open('/dev/null')
        ends = os.pipe()
        while True:
            time.sleep(1000)
    children.append(pid)
print('ready', os.getpid(), flush=True)
while True:
    time.sleep(1000)
