"""Counts, and lets everybody see that it counts: the workload whose move the lab is made for.

Holds 64 MiB of random memory and its checksum, two threads, an interval timer, a listening TCP socket, a file open for
reading and writing on the shared directory, and one TCP connection to an observer on another host. Each number is
appended to a file and sent to the observer, and the next one is not counted before the observer has acknowledged it.

Arguments: ADDRESS PORT OBSERVER-ADDRESS OBSERVER-PORT DIRECTORY. Environment: GODWIT_LAB_NONCE.
"""
import hashlib
import json
import os
import signal
import socket
import sys
import threading
import time

MEMORY_BYTES = 64 << 20
PERIOD_S = 0.05
RETRY_S = 0.2


class Counter:
    def __init__(self, address, observer, directory, nonce):
        self.address = address
        self.observer = observer
        self.nonce = nonce
        self.number = 0
        self.ticks = 0
        self.connects = 0
        self.connection = None
        os.makedirs(directory, exist_ok=True)
        self.memory = bytearray(os.urandom(MEMORY_BYTES))
        # Known to a judge who knows the nonce, and never sent anywhere nor written to a file.
        marker = b"godwit-marker-" + hashlib.sha256(("marker " + nonce).encode()).hexdigest().encode()
        for offset in range(0, MEMORY_BYTES, 4 << 20):
            self.memory[offset : offset + len(marker)] = marker
        self.checksum = hashlib.sha256(self.memory).hexdigest()
        self.state = os.open(os.path.join(directory, "state"), os.O_RDWR | os.O_CREAT, 0o644)
        self.lines = os.open(os.path.join(directory, "lines"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def tick(self, _signal, _frame):
        self.ticks += 1

    def count_for_ever(self):
        while True:
            self.number += 1
            os.write(self.lines, b"%d %s\n" % (self.number, self.nonce.encode()))
            os.pwrite(self.state, b"%-20d\n" % self.number, 0)
            self.deliver()
            time.sleep(PERIOD_S)

    def deliver(self):
        while True:
            try:
                if self.connection is None and self.connect() == self.number:
                    return
                self.connection.sendall(b"%d\n" % self.number)
                if self.read_line() == "ack %d" % self.number:
                    return
                raise ConnectionError("the observer acknowledged something else")
            except OSError as error:
                print("delivery of %d: %s" % (self.number, error), flush=True)
                self.disconnect()
                time.sleep(RETRY_S)

    def connect(self):
        """Connects and returns the last number the observer has of us, so that none is sent twice."""
        self.connects += 1
        connection = socket.create_connection(self.observer, timeout=None, source_address=(self.address[0], 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection = connection
        self.buffer = b""
        connection.sendall(b"hello %s\n" % self.nonce.encode())
        return int(self.read_line().split()[1])

    def read_line(self):
        while b"\n" not in self.buffer:
            chunk = self.connection.recv(256)
            if not chunk:
                raise ConnectionError("the observer closed the connection")
            self.buffer += chunk
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode()

    def disconnect(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def answer(self, client):
        client.settimeout(5)
        client.recv(1024)
        intact = hashlib.sha256(self.memory).hexdigest() == self.checksum
        body = json.dumps({
            "name": "counter", "number": self.number, "ticks": self.ticks, "connects": self.connects,
            "memoryBytes": MEMORY_BYTES, "memoryIntact": intact, "hostname": socket.gethostname(), "pid": os.getpid(),
        }).encode()
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
        client.sendall(head % len(body) + body)

    def serve_for_ever(self):
        listener = socket.create_server(self.address, backlog=16)
        while True:
            client, _ = listener.accept()
            with client:
                try:
                    self.answer(client)
                except OSError as error:
                    print("a client went away: %s" % error, flush=True)


def main():
    address, port, observer, observer_port, directory = sys.argv[1:6]
    nonce = os.environ["GODWIT_LAB_NONCE"]
    counter = Counter((address, int(port)), (observer, int(observer_port)), directory, nonce)
    signal.signal(signal.SIGALRM, counter.tick)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    threading.Thread(target=counter.count_for_ever, daemon=True).start()
    counter.serve_for_ever()


main()
