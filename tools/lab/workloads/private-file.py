"""Keeps its state in a file of its own host, open for reading and writing. Argument: FILE."""
import os
import sys
import time

os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
number = 0
while True:
    number += 1
    os.pwrite(file, b"%-20d\n" % number, 0)
    time.sleep(1)
