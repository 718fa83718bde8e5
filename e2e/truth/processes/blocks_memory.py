"""Memory of every kind, and System V and POSIX objects."""

import ctypes
import mmap
import os
import signal

from blocks_files import fill, spoil
from blocks_tasks import runs
from holding import block, child, libc, syscall, until

libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
READ, WRITE, EXEC = 1, 2, 4


def map_at(length, protection=READ | WRITE, flags=0x22, fd=-1):
    at = libc.mmap(None, length, protection, flags, fd, 0)
    if at in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), 'mmap')
    return at


def holds_text(at, text=b'memory'):
    return lambda: ctypes.string_at(at, len(text)) == text or 'the memory differs'


@block
def anonymous(on, mib=8, shared=False, advice=None, locked=False, random=False):
    size = mib << 20
    at = map_at(size, flags=0x21 if shared else 0x22)
    if advice is not None and libc.madvise(at, size, advice) != 0:
        raise OSError(ctypes.get_errno(), 'madvise')
    if random:
        ctypes.memmove(at, os.urandom(size), size)
    ctypes.memmove(at, b'memory', 6)
    if locked:
        libc.mlock(ctypes.c_void_p(at), size)
    if shared:
        child()
    return holds_text(at)


@block
def odd_mapping(on, kind):
    size = 1 << 20
    flags = {'droppable': 0x28, 'growsdown': 0x122, 'noreserve': 0x4022, 'hugetlb': 0x40022}.get(kind, 0x22)
    protection = {'none': 0, 'readonly': READ, 'executable': READ | EXEC}.get(kind, READ | WRITE)
    at = map_at((1 << 34) if kind == 'huge-sparse' else size, protection, flags | (0x4000 if kind == 'huge-sparse' else 0))
    if protection & WRITE and kind != 'hugetlb':
        ctypes.memmove(at, b'memory', 6)
    if kind == 'guard' and libc.madvise(at + 8192, 4096, 102) != 0:
        raise OSError(ctypes.get_errno(), 'madvise')
    if kind in ('none', 'hugetlb'):
        return None
    return holds_text(at) if protection & WRITE and kind != 'droppable' else (lambda: len(ctypes.string_at(at, 1)) == 1)


@block
def mapped_file(on, state='kept', size=8192, shared=False, write=False):
    path = on.path('mapped')
    fill(path, size)
    fd = os.open(path, os.O_RDWR if write else os.O_RDONLY)
    at = map_at(size, READ | (WRITE if write else 0), 1 if shared else 2, fd)
    os.close(fd)
    if write:
        ctypes.memmove(at, b'content.', 8)
    spoil(path, state)
    return holds_text(at, b'content.')


@block
def memfd(on, mapped=False, sealed=False, size=1 << 20):
    fd = os.memfd_create('held', 2)
    os.write(fd, b'memory' + b'0' * (size - 6))
    if sealed:
        import fcntl
        fcntl.fcntl(fd, 1033, 15)
    if not mapped:
        return lambda: os.pread(fd, 6, 0) == b'memory' or 'the memory differs'
    at = map_at(size, READ, 1 if not sealed else 2, fd)
    os.close(fd)
    return holds_text(at)


@block
def secret_memory(on, mapped=True, closed=False):
    fd = syscall(447, 0)
    os.ftruncate(fd, 4096)
    if not mapped:
        return lambda: None if os.fstat(fd) else 'gone'
    at = map_at(4096, READ | WRITE, 1, fd)
    if closed:
        os.close(fd)
    ctypes.memmove(at, b'memory', 6)
    return holds_text(at)


@block
def sealed_memory(on):
    at = map_at(4096)
    ctypes.memmove(at, b'memory', 6)
    syscall(462, at, 4096, 0)

    def check():
        try:
            syscall(10, at, 4096, READ)
        except PermissionError:
            return None
        return 'the seal is gone'

    return check


@block
def kernel_code(on, gone):
    """A child without the code or data that the kernel gives to every process."""
    # Python's clock reads the time through that code: a child that only waits for signals does without.
    pid = child(lambda: ([unmap(name) for name in gone], [signal.pause() for _ in range(1000)]))
    until(lambda: not any(f'[{name}]' in open(f'/proc/{pid}/maps').read() for name in gone) and runs(pid))
    return lambda: runs(pid) or 'the child is gone'


def unmap(name):
    with open('/proc/self/maps') as file:
        ranges = [line.split()[0].split('-') for line in file if f'[{name}' in line]
    for start, end in ranges:
        libc.munmap(ctypes.c_void_p(int(start, 16)), ctypes.c_size_t(int(end, 16) - int(start, 16)))


@block
def device_mapping(on, path, shared=False):
    fd = os.open(path, os.O_RDWR)
    at = map_at(4096, READ | WRITE, 1 if shared else 2, fd)
    os.close(fd)
    ctypes.memmove(at, b'memory', 6)
    return holds_text(at)


@block
def sysv_memory(on, attached=True, removed=False):
    number = libc.shmget(0, 65536, 0o1600)
    if number < 0:
        raise OSError(ctypes.get_errno(), 'shmget')
    if attached:
        at = libc.shmat(number, None, 0)
        ctypes.memmove(at, b'memory', 6)
    if removed or attached:
        # Gone with the last who has it attached, so that nothing is left behind.
        libc.shmctl(number, 0, None)
    else:
        on.keep(child(lambda: libc.shmat(number, None, 0)))
        libc.shmctl(number, 0, None)
    return holds_text(at) if attached else None


@block
def sysv_queue(on, kind='semaphores', message=False):
    key = 0x60DD1700 + os.getpid() % 97
    if kind == 'semaphores':
        number = libc.semget(key, 2, 0o1600)
        libc.semctl(number, 0, 16, 7)
        check = lambda: libc.semctl(libc.semget(key, 2, 0o600), 0, 12) == 7 or 'the semaphore is gone'
    else:
        number = libc.msgget(key, 0o1600)
        if message:
            libc.msgsnd(number, b'\1\0\0\0\0\0\0\0hello', 5, 0)
        check = lambda: libc.msgget(key, 0o600) >= 0 or 'the queue is gone'
    if number < 0:
        raise OSError(ctypes.get_errno(), kind)
    return check


@block
def posix_queue(on, messages=0):
    name = f'truth{os.getpid()}'.encode()
    fd = syscall(240, ctypes.c_char_p(name), os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, 0o600, None)
    for _ in range(messages):
        syscall(242, fd, ctypes.c_char_p(b'hello'), 5, 0, None)
    syscall(241, ctypes.c_char_p(name))
    return lambda: None if os.fstat(fd) else 'gone'


@block
def posix_memory(on, state='deleted', size=65536):
    path = f'/dev/shm/godwit-truth-{os.getpid()}'
    fill(path, size)
    fd = os.open(path, os.O_RDWR)
    at = map_at(size, READ | WRITE, 1, fd)
    if state == 'deleted':
        os.unlink(path)
    elif state == 'linked':
        os.link(path, f'{path}.link')
        os.unlink(path)
    return holds_text(at, b'content.')


@block
def aio(on):
    context = ctypes.c_ulong(0)
    syscall(206, 8, ctypes.byref(context))
    on.keep(context)

    def check():
        # io_getevents: nothing waits, and the context is known.
        return syscall(208, ctypes.c_ulong(context.value), 0, 1, ctypes.create_string_buffer(64), None) == 0

    return check


@block
def io_uring(on, mapped=True):
    parameters = ctypes.create_string_buffer(120)
    fd = syscall(425, 8, parameters)
    if mapped:
        on.keep(map_at(4096, READ | WRITE, 1, fd))
    return lambda: None if os.fstat(fd) else 'gone'


@block
def many_mappings(on, count=500):
    whole = map_at(count * 8192)
    for number in range(count):
        libc.mprotect(whole + number * 8192, 4096, READ)
    ctypes.memmove(whole + 4096, b'memory', 6)
    return holds_text(whole + 4096)


_ = mmap
