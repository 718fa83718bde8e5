"""Starts one program detached and reaps whatever the program leaves behind, as the init process of a host does."""

import ctypes
import os
import sys

PR_SET_CHILD_SUBREAPER = 36


def start(output, argv):
    os.setsid()
    streams = [os.open('/dev/null', os.O_RDONLY), os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)]
    os.dup2(streams[0], 0)
    os.dup2(streams[1], 1)
    os.dup2(streams[1], 2)
    os.closerange(3, 1024)
    os.execvp(argv[0], argv)


ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
child = os.fork()
if child == 0:
    start(sys.argv[1], sys.argv[2:])
print(child, flush=True)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
