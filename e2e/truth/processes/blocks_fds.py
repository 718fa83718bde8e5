"""Descriptors without a file behind them, and terminals."""

import ctypes
import os
import pty
import select
import signal
import socket
import struct
import time

from holding import block, child, in_thread, libc, syscall, tell, until, wait_for


def alive(fd):
    return lambda: None if os.fstat(fd) else 'gone'


@block
def eventfd(on, value=3):
    fd = libc.eventfd(value, 0o4000)
    return lambda: (struct.unpack('Q', os.read(fd, 8))[0] == value) if value else (os.write(fd, struct.pack('Q', 1)) == 8)


@block
def timerfd(on, armed=True):
    fd = syscall(283, 1, 0o4000)
    if armed:
        syscall(286, fd, 0, struct.pack('qqqq', 0, 50_000_000, 0, 50_000_000), None)

    def check():
        if not armed:
            return None
        ready, _, _ = select.select([fd], [], [], 2)
        return bool(ready) or 'the timer does not fire'

    return check


@block
def signalfd(on):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    fd = syscall(289, -1, struct.pack('Q', 1 << (signal.SIGUSR1 - 1)), 8, 0o4000)

    def check():
        os.kill(os.getpid(), signal.SIGUSR1)
        return len(os.read(fd, 128)) == 128 or 'no signal arrives'

    return check


@block
def epoll(on, target='pipe'):
    poll = select.epoll()
    reader, writer = os.pipe()
    on.keep(poll)
    if target == 'none':
        return alive(poll.fileno())
    poll.register(reader, select.EPOLLIN)
    if target == 'nested':
        outer = select.epoll()
        outer.register(poll.fileno(), select.EPOLLIN)
        on.keep(outer)
    elif target == 'duplicated':
        on.keep(os.dup(reader))
    elif target == 'escaped':
        # The description lives on under another number, and epoll knows it by the closed one.
        other = os.dup(reader)
        os.close(reader)
        on.keep(other)
    elif target == 'reused':
        other = os.dup(reader)
        os.close(reader)
        os.dup2(os.open('/dev/null', os.O_RDONLY), reader)
        on.keep(other)

    if target == 'elsewhere':
        # Only another process keeps open what this one waits for.
        child()
        os.close(reader)

    def check():
        os.write(writer, b'x')
        return len(poll.poll(1)) == 1 or 'no event arrives'

    return check


@block
def inotify(on, of='file', queued=False):
    folder = {'shm': '/dev/shm', 'proc': '/proc'}.get(of, on.directory)
    path = f'{folder}/watched-{os.getpid()}' if of != 'proc' else '/proc/self'
    if of == 'folder' or of.startswith('folder-'):
        os.mkdir(path)
    elif of != 'proc':
        tell(path)
    fd = libc.inotify_init1(0o4000)
    if libc.inotify_add_watch(fd, path.encode(), 0x2 | 0x4 | 0x100) < 0:
        raise OSError(ctypes.get_errno(), 'inotify_add_watch')
    held = os.open(path, os.O_RDONLY) if of.endswith('deleted') else None
    if of == 'file-deleted':
        os.unlink(path)
    elif of == 'folder-deleted':
        os.rmdir(path)
    elif queued:
        os.utime(path)
    elif of == 'file-linked':
        os.link(path, f'{path}.link')
        os.unlink(path)
    if not queued:
        try:
            os.read(fd, 4096)
        except BlockingIOError:
            pass
    on.keep(held)

    def check():
        if queued:
            return len(os.read(fd, 4096)) > 0
        if of in ('file', 'shm', 'folder'):
            os.utime(path)
            try:
                return len(os.read(fd, 4096)) > 0
            except BlockingIOError:
                return 'no event arrives'

    return check


@block
def fanotify(on, of='file'):
    fd = syscall(300, 0x8 | 0x2, os.O_RDONLY)
    path = on.path('marked')
    tell(path)
    mark = {'file': 0x1, 'mount': 0x1 | 0x10, 'filesystem': 0x1 | 0x100}[of]
    syscall(301, fd, mark, ctypes.c_ulong(0x20), -100, ctypes.c_char_p(path.encode()))

    def check():
        if of != 'file':
            return None
        os.close(os.open(path, os.O_RDONLY))
        try:
            return len(os.read(fd, 4096)) > 0
        except BlockingIOError:
            return 'no event arrives'

    return check


@block
def pidfd(on, of='self', thread=False):
    if of == 'outside':
        pid = int(wait_for(f'{on.other}/ready'))
    elif of == 'self':
        pid = os.getpid()
    else:
        pid = child()
    fd = syscall(434, pid, 0x80 if thread else 0)
    if of == 'dead':
        os.kill(pid, 9)
        os.waitpid(pid, 0)

    def check():
        if of == 'dead':
            return bool(select.select([fd], [], [], 0)[0]) or 'it is not dead'
        syscall(424, fd, 0, None, 0)

    return check


@block
def special_fd(on, kind):
    """Kinds that only have to be there."""
    path = on.directory.encode()
    makers = {
        'userfaultfd': lambda: syscall(323, 0o4000),
        'perf-event': lambda: syscall(298, struct.pack('IIQQQQQ', 1, 120, 0, 0, 0, 0, 0).ljust(120, b'\0'), 0, -1, -1, 0),
        'bpf-hash': lambda: syscall(321, 0, struct.pack('IIIII', 1, 4, 8, 16, 0).ljust(72, b'\0'), 72),
        'bpf-array': lambda: syscall(321, 0, struct.pack('IIIII', 2, 4, 8, 16, 0).ljust(72, b'\0'), 72),
        'bpf-ringbuf': lambda: syscall(321, 0, struct.pack('IIIII', 27, 0, 0, 4096, 0).ljust(72, b'\0'), 72),
        'landlock-ruleset': lambda: syscall(444, struct.pack('Q', 1), 8, 0),
        'fs-context': lambda: syscall(430, ctypes.c_char_p(b'tmpfs'), 0),
        'open-tree': lambda: syscall(428, -100, ctypes.c_char_p(path), 0),
        'detached-tree': lambda: syscall(428, -100, ctypes.c_char_p(path), 1),
        'own-namespace': lambda: os.open('/proc/self/ns/net', os.O_RDONLY),
        'own-pid-namespace': lambda: os.open('/proc/self/ns/pid', os.O_RDONLY),
        'other-namespace': lambda: os.open(other_namespace(), os.O_RDONLY),
    }
    fd = makers[kind]()
    return alive(fd)


def other_namespace():
    def work():
        libc.unshare(0x4000000)

    pid = child(work)
    until(lambda: os.readlink(f'/proc/{pid}/ns/uts') != os.readlink('/proc/self/ns/uts'))
    time.sleep(0.02)
    held = f'/proc/{pid}/ns/uts'
    return held


@block
def seccomp_listener(on):
    """A listener of user notifications, whose filter lets everything else pass."""
    libc.prctl(38, 1, 0, 0, 0)
    # ld nr; if nr == 9999 then notify else allow
    code = struct.pack('HBBI', 0x20, 0, 0, 0) + struct.pack('HBBI', 0x15, 0, 1, 9999)
    code += struct.pack('HBBI', 0x6, 0, 0, 0x7FC00000) + struct.pack('HBBI', 0x6, 0, 0, 0x7FFF0000)
    keep = ctypes.create_string_buffer(code)
    program = struct.pack('HxxxxxxQ', 4, ctypes.addressof(keep))
    fd = syscall(317, 1, 8, ctypes.c_char_p(program) if False else ctypes.create_string_buffer(program))
    return alive(fd)


@block
def terminal(on, ends='both', slaves=1):
    """`outside`: the master belongs to the neighbour."""
    if ends == 'outside':
        path = wait_for(f'{on.other}/terminal')
        held = [os.open(path, os.O_RDWR | os.O_NOCTTY) for _ in range(slaves)]
        tell(on.path('opened'))
        return lambda: os.write(held[0], b'x') == 1
    master, slave = pty.openpty()
    if ends == 'master':
        os.close(slave)
        return alive(master)

    def check():
        os.write(slave, b'x')
        return os.read(master, 10) == b'x' or 'nothing passes'

    return check


@block
def terminal_outside(on):
    master, slave = pty.openpty()
    path = os.ttyname(slave)
    tell(on.path('terminal'), path)
    wait_for(f'{on.other}/opened')
    on.keep(master, slave)

    def work():
        while True:
            os.read(master, 100)

    in_thread(work)


@block
def controlling_terminal(on, dev_tty=False):
    """A child with a session and a terminal of its own, both ends in the tree."""
    master, slave = pty.openpty()

    def work():
        import fcntl
        os.setsid()
        fcntl.ioctl(slave, 0x540E, 0)
        if dev_tty:
            os.open('/dev/tty', os.O_RDWR)

    pid = child(work)
    until(lambda: os.getsid(pid) == pid)
    time.sleep(0.05)

    def check():
        os.write(slave, b'x')
        with open(f'/proc/{pid}/stat') as file:
            has = int(file.read().rsplit(')', 1)[1].split()[4])
        return (os.read(master, 10) == b'x' and has != 0) or 'the terminal is lost'

    return check


_ = socket
