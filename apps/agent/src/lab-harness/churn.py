"""A tree that changes its memory all the time, in every way that copies made in rounds could miss, and checks all of it.

What each page must hold follows from the number of the turn alone, so that stale memory cannot vouch for itself. Pages are written
over, mapped anew, given back and moved; children are born with copies of them, each with the pid of the one before. Arguments:
mebibytes, file for what was seen.
"""

import ctypes
import os
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

PAGE = 4096
ZEROS = bytes(PAGE)
PRIVATE_ANONYMOUS, FIXED, READ_WRITE, DONTNEED, MOVE_TO = 0x22, 0x10, 3, 4, 3
SLOT, SLOTS, TOUCHED, MOVING = 16, 16, 12, 32
CHECK_EVERY = 16


def page(turn, number):
    return (turn << 32 | number).to_bytes(8, "little") * (PAGE // 8)


def mix(value):
    value = (value ^ (value >> 31)) * 0x9E3779B97F4A7C15 & (2**64 - 1)
    value = (value ^ (value >> 29)) * 0xBF58476D1CE4E5B9 & (2**64 - 1)
    return value ^ (value >> 32)


def map_pages(address, pages, protection=READ_WRITE):
    flags = PRIVATE_ANONYMOUS | (FIXED if address else 0)
    mapped = libc.mmap(address, pages * PAGE, protection, flags, -1, 0)
    assert mapped not in (None, 2**64 - 1)
    return mapped


class Wanted:
    """What pages must hold: the turn in which each was written last; None for zeros."""

    def __init__(self, pages, turn=None):
        self.pages, self.turns = pages, [turn] * pages

    def write(self, number, turn):
        self.turns[number] = turn

    def renew(self, first, count):
        self.turns[first : first + count] = [None] * count

    forget = renew


class Area(Wanted):
    """Such pages in memory. A gap on either side keeps the kernel from joining them with others, which would all count as changed."""

    def __init__(self, pages):
        super().__init__(pages)
        self.at = map_pages(None, pages + 2) + PAGE
        for gap in (self.at - PAGE, self.at + pages * PAGE):
            map_pages(gap, 1, 0)

    def write(self, number, turn):
        ctypes.memmove(self.at + number * PAGE, page(turn, number), PAGE)
        super().write(number, turn)

    def renew(self, first, count):
        libc.munmap(self.at + first * PAGE, count * PAGE)
        map_pages(self.at + first * PAGE, count)
        super().renew(first, count)

    def forget(self, first, count):
        assert libc.madvise(self.at + first * PAGE, count * PAGE, DONTNEED) == 0
        super().forget(first, count)

    def wrong(self, turns):
        return [n for n, turn in enumerate(turns) if not holds(self.at + n * PAGE, n, turn)]


def holds(address, number, turn):
    return ctypes.string_at(address, PAGE) == (ZEROS if turn is None else page(turn, number))


def play(turn, big, slots, given_back):
    for one in range(TOUCHED):
        big.write(mix(turn * 1000 + one) % big.pages, turn)
    slot = turn % SLOTS * SLOT
    slots.renew(slot, SLOT)
    for number in range(slot, slot + SLOT // 2):
        slots.write(number, turn)
    given_back.forget(turn * 5 % SLOTS * SLOT, SLOT)
    for number in range(SLOT):
        given_back.write((turn * 7 + 3) % SLOTS * SLOT + number, turn)


class Moving:
    """Pages whose address changes at every turn."""

    def __init__(self):
        self.at, self.free, self.turns = map_pages(None, MOVING), map_pages(None, MOVING), [None] * MOVING

    def play(self, turn):
        libc.munmap(self.free, MOVING * PAGE)
        assert libc.mremap(self.at, MOVING * PAGE, MOVING * PAGE, MOVE_TO, self.free) == self.free
        self.at, self.free = self.free, self.at
        ctypes.memmove(self.at + turn % MOVING * PAGE, page(turn, turn % MOVING), PAGE)
        self.turns[turn % MOVING] = turn

    def wrong(self):
        return [n for n, turn in enumerate(self.turns) if not holds(self.at + n * PAGE, n, turn)]


def live_as_child(big, turn):
    """Goes its own way with the memory it was born with."""
    for step in range(10):
        for one in range(TOUCHED):
            big.write(mix(turn * 77 + step * 1000 + one) % big.pages, turn * 100 + step)
        time.sleep(0.05)
    os._exit(1 if big.wrong(big.turns) else 0)


class Children:
    """One at a time. The next one gets the pid of the one before, where the kernel lets us choose it."""

    def __init__(self):
        self.pid = self.before = self.born = self.reused = 0

    def play(self, big, turn):
        status = 0
        if self.pid:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.pid = 0 if ended else self.pid
        if not self.pid:
            self.fork(big, turn)
        return ["a child ended with %d" % status] if status else []

    def fork(self, big, turn):
        if self.before:
            try:
                with open("/proc/sys/kernel/ns_last_pid", "w") as last:
                    last.write(str(self.before - 1))
            except OSError:
                pass
        self.pid = os.fork()
        if self.pid == 0:
            live_as_child(big, turn)
        self.born += 1
        self.reused += self.pid == self.before
        self.before = self.pid


def main(mebibytes, file):
    areas = Area(mebibytes * 256), Area(SLOT * SLOTS), Area(SLOT * SLOTS)
    for number in range(areas[0].pages):
        areas[0].write(number, 0)
    moving, children, turn = Moving(), Children(), 0
    while True:
        turn += 1
        play(turn, *areas)
        moving.play(turn)
        bad = children.play(areas[0], turn)
        if turn % CHECK_EVERY == 0:
            wanted = Wanted(areas[0].pages, 0), Wanted(SLOT * SLOTS), Wanted(SLOT * SLOTS)
            for again in range(1, turn + 1):
                play(again, *wanted)
            bad += ["%s: pages %s" % (n, a.wrong(w.turns)[:9]) for n, (a, w) in enumerate(zip(areas, wanted)) if a.wrong(w.turns)]
            bad += ["moving: pages %s" % moving.wrong()] if moving.wrong() else []
        if bad or turn % CHECK_EVERY == 0:
            print(turn, "reused", children.reused, "WRONG " + "; ".join(bad) if bad else "right", file=file, flush=True)
        time.sleep(0.02)


main(int(sys.argv[1]), open(sys.argv[2], "a"))
