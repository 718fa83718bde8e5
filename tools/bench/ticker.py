"""Notices when it stands still: it looks at the clock all the time and writes down every gap. The judge of whether a check
of a process, or a dump, stopped it. Arguments: FILE MEMORY-MIB. A line a gap: milliseconds since the epoch, milliseconds of gap.
"""
import os
import sys
import time

LOOK_S = 0.0005
NOTED_MS = 2.0


def main():
    memory = bytearray(os.urandom(int(sys.argv[2]) << 20))
    last = time.monotonic()
    while memory:
        time.sleep(LOOK_S)
        now = time.monotonic()
        gap = (now - last - LOOK_S) * 1000
        last = now
        if gap > NOTED_MS:
            # Opened for the moment of writing only, so that no file is open when somebody looks.
            with open(sys.argv[1], "a") as file:
                file.write("%d %.3f\n" % (time.time() * 1000, gap))
            last = time.monotonic()


main()
