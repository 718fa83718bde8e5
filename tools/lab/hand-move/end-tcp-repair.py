"""Takes the TCP sockets of a process out of repair mode, in which a criu that was killed leaves them.

In repair mode every send and receive of the process fails with EPERM. The sockets are borrowed with pidfd_getfd(2), which
works on a frozen process too. TCP_REPAIR_OFF_NO_WP (-1) ends the mode without sending a window probe.
Argument: PID. Prints how many sockets were in repair mode.
"""
import ctypes
import os
import socket
import sys

PIDFD_GETFD = 438
TCP_REPAIR = 19
TCP_REPAIR_OFF_NO_WP = -1

libc = ctypes.CDLL(None, use_errno=True)
pid = int(sys.argv[1])
pidfd = os.pidfd_open(pid)
ended = 0
for name in os.listdir("/proc/%d/fd" % pid):
    if not os.readlink("/proc/%d/fd/%s" % (pid, name)).startswith("socket:"):
        continue
    borrowed = socket.socket(fileno=libc.syscall(PIDFD_GETFD, pidfd, int(name), 0))
    if borrowed.family in (socket.AF_INET, socket.AF_INET6) and borrowed.type == socket.SOCK_STREAM:
        if borrowed.getsockopt(socket.IPPROTO_TCP, TCP_REPAIR):
            borrowed.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP)
            ended += 1
    borrowed.close()
print(ended)
