"""A TCP server that sends back what it gets, on many connections with one thread. Arguments: ADDRESS PORT."""
import selectors
import socket
import sys

selector = selectors.DefaultSelector()


def accept(listener):
    connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(connection, selectors.EVENT_READ, echo)


def echo(connection):
    try:
        data = connection.recv(4096)
        if data:
            connection.sendall(data)
            return
    except OSError as error:
        print("a client went away: %s" % error, flush=True)
    selector.unregister(connection)
    connection.close()


def main():
    listener = socket.create_server((sys.argv[1], int(sys.argv[2])), backlog=64)
    selector.register(listener, selectors.EVENT_READ, accept)
    while True:
        for key, _ in selector.select():
            key.data(key.fileobj)


main()
