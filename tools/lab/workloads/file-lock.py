"""Holds a lock on a file it has open for reading only: to be moved, CRIU needs --file-locks. Argument: FILE."""
import fcntl
import os
import sys
import time

file = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(file, fcntl.LOCK_EX)
while True:
    time.sleep(1)
