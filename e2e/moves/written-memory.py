"""Holds memory that it never stops writing to, and knows what each page has to say.

Arguments: MEBIBYTES PAGES_A_SECOND STATUS_FILE. Every page begins and ends with its number and a turn; the turns are kept apart from the
pages. Each page is read before it is written, and all of them are read at the start and on SIGUSR1; then STATUS_FILE tells { turns, wrong, pages, since },
`since` being the longest time it stood still, in milliseconds, by the wall clock.
"""
import json
import mmap
import os
import random
import signal
import struct
import sys
import time
from array import array

page = mmap.PAGESIZE
mebibytes, rate, status = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = mebibytes * 1024 * 1024 // page
memory = mmap.mmap(-1, count * page, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
# The kernel marks a huge page as a whole: with them each write would count as two mebibytes.
memory.madvise(mmap.MADV_NOHUGEPAGE)
turns = array("Q", bytes(8 * count))
state = {"turns": 0, "wrong": 0, "pages": count, "since": 0}
asked = False


def write(number, turn):
    mark = struct.pack("QQ", number, turn)
    memory[number * page : number * page + 16] = mark
    memory[(number + 1) * page - 16 : (number + 1) * page] = mark
    turns[number] = turn


def check(number):
    mark = struct.pack("QQ", number, turns[number])
    first = memory[number * page : number * page + 16]
    last = memory[(number + 1) * page - 16 : (number + 1) * page]
    if first != mark or last != mark:
        state["wrong"] += 1


def ask(*_):
    global asked
    asked = True


def tell():
    for number in range(count):
        check(number)
    with open(status + ".new", "w") as file:
        json.dump({**state, "pid": os.getpid()}, file)
    os.rename(status + ".new", status)


signal.signal(signal.SIGUSR1, ask)
for number in range(count):
    # Random bytes between the marks: pages that are all alike would hide a mistake.
    memory[number * page : (number + 1) * page] = os.urandom(page)
    write(number, 0)
tell()
seen = time.time()
while True:
    number = random.randrange(count)
    check(number)
    state["turns"] += 1
    write(number, state["turns"])
    time.sleep(1 / rate)
    now = time.time()
    state["since"] = max(state["since"], round((now - seen) * 1000))
    seen = now
    if asked:
        asked = False
        tell()
        seen = time.time()
