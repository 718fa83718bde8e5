"""Takes the terminal of a container, as a program does that attaches to it: listens on the socket that runc is told, receives the
descriptor, and reads what comes out of it. The one argument is the path of the socket."""

import array
import os
import socket
import sys

listener = socket.socket(socket.AF_UNIX)
listener.bind(f'{sys.argv[1]}.new')
listener.listen(1)
os.rename(f'{sys.argv[1]}.new', sys.argv[1])
connection, _ = listener.accept()
room = socket.CMSG_LEN(array.array('i').itemsize)
_, ancillary, _, _ = connection.recvmsg(4096, room)
terminal = array.array('i', ancillary[0][2])[0]
while True:
    if not os.read(terminal, 4096):
        break
