"""What is rare: room that is nearly used up, names that others hold, settings of a network."""

import ctypes
import fcntl
import os
import pty
import resource
import signal
import socket
import struct
import subprocess
import threading
import time

from holding import block, child, in_thread, libc, syscall, tell, until, wait_for


@block
def process_room(on, descriptors=2):
    """The limit of descriptors leaves only so many."""
    highest = max(int(name) for name in os.listdir('/proc/self/fd'))

    def work():
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + descriptors, highest + descriptors))

    # A child has no room: the root needs some to answer.
    pid = child(work)
    time.sleep(0.05)
    return lambda: os.kill(pid, 0)


@block
def high_descriptor(on, number=300):
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    os.dup2(os.open('/dev/null', os.O_RDONLY), number)
    return lambda: None if os.fstat(number) else 'gone'


@block
def huge_memfd(on):
    fd = os.memfd_create('huge', 4)
    return lambda: None if os.fstat(fd) else 'gone'


@block
def many_pipes(on, count=100):
    resource.setrlimit(resource.RLIMIT_NOFILE, (count * 2 + 200, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    held = [os.pipe() for _ in range(count)]

    def check():
        os.write(held[-1][1], b'x')
        return os.read(held[-1][0], 1) == b'x' or 'nothing passes'

    return check


@block
def thread_file(on, of='thread'):
    """Opens a file of /proc that belongs to one task."""
    got = []
    in_thread(lambda: (got.append(threading.get_native_id()), time.sleep(1000)))
    until(lambda: got)
    path = {'thread': f'/proc/self/task/{got[0]}/status', 'outside': '/proc/1/status'}[of]
    held = os.open(path, os.O_RDONLY)
    return lambda: len(os.pread(held, 10, 0)) > 0 or 'nothing to read'


@block
def outside_clock(on):
    """A timer on the processor time of a process outside of the tree (timer_create(2), clock_getcpuclockid(3))."""
    pid = int(wait_for(f'{on.other}/ready'))
    number = ctypes.c_int(0)
    event = struct.pack('QiiQ', 0, signal.SIGWINCH, 0, 0).ljust(64, b'\0')
    syscall(222, (~pid << 3) | 2, ctypes.create_string_buffer(event), ctypes.byref(number))
    return lambda: syscall(224, number.value, ctypes.create_string_buffer(32)) == 0


@block
def waited_lock(on):
    """Holds a lock for which somebody outside waits."""
    path = on.path('wanted')
    tell(path)
    held = open(path, 'r+')
    fcntl.flock(held, fcntl.LOCK_EX)
    tell(on.path('locked'))
    wait_for(f'{on.other}/waits')
    time.sleep(0.2)
    return lambda: None if held.fileno() else 'gone'


@block
def waits_for_lock(on):
    wait_for(f'{on.other}/locked')
    held = open(f'{on.other}/wanted', 'r+')
    on.keep(held)
    tell(on.path('waits'))
    in_thread(lambda: fcntl.flock(held, fcntl.LOCK_EX))


@block
def master_alone(on):
    """Has the master of a terminal whose other end is outside."""
    master, slave = pty.openpty()
    tell(on.path('slave'), os.ttyname(slave))
    wait_for(f'{on.other}/opened')
    os.close(slave)
    return lambda: os.write(master, b'x') == 1


@block
def slave_outside(on):
    on.keep(os.open(wait_for(f'{on.other}/slave'), os.O_RDWR | os.O_NOCTTY))
    tell(on.path('opened'))


@block
def terminal_pair(on):
    master, slave = pty.openpty()
    tell(on.path('terminal'), os.path.basename(os.ttyname(slave)))

    def check():
        os.write(slave, b'x')
        return os.read(master, 10) == b'x' or 'nothing passes'

    return check


@block
def network_setting(on, kind='forwarding'):
    """What belongs to a network namespace of the tree's own."""
    if kind == 'neighbour':
        subprocess.run(['ip', 'neigh', 'add', '127.9.9.9', 'lladdr', '02:00:00:00:00:09', 'dev', 'lo', 'nud', 'permanent'], check=True)
        return lambda: b'127.9.9.9' in subprocess.run(['ip', 'neigh', 'show', 'nud', 'permanent'], capture_output=True).stdout or 'the neighbour is gone'
    name = {'forwarding': '/proc/sys/net/ipv4/ip_forward', 'ports': '/proc/sys/net/ipv4/ip_unprivileged_port_start', 'backlog': '/proc/sys/net/core/somaxconn'}[kind]
    value = {'forwarding': '1', 'ports': '77', 'backlog': '99'}[kind]
    with open(name, 'w') as file:
        file.write(value)
    return lambda: open(name).read().strip() == value or 'the setting is lost'


@block
def far_datagrams(on, device=False):
    """A datagram socket that is connected to a far address, or bound to an interface of the machine."""
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if device:
        name = next(name for _, name in socket.if_nameindex() if name != 'lo')
        one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name.encode())
        one.bind(('127.0.0.1', 0))
    else:
        one.connect(('192.0.2.1', 9))
    return lambda: None if one.getsockname() else 'gone'


@block
def mapped_lock(on, kind='posix'):
    """A lock on a file that is mapped as well, as databases have it; `flock`: and no descriptor of it is left."""
    import mmap
    path = on.path('mapped-lock')
    with open(path, 'wb') as file:
        file.write(b'x' * 4096)
    file = open(path, 'r+b')
    memory = mmap.mmap(file.fileno(), 4096)
    on.keep(memory, file)
    if kind == 'posix':
        fcntl.lockf(file, fcntl.LOCK_EX)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)
        # The memory keeps a descriptor of its own in Python; only the first one is closed.
        file.close()
    return lambda: memory[0:1] == b'x' or 'the memory differs'


_ = libc
