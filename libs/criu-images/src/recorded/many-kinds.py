# Holds one of each kind of file that CRIU knows, in a process with threads, a child and a zombie.
import ctypes
import fcntl
import mmap
import os
import select
import signal
import socket
import struct
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)

regular = open('regular.txt', 'w+')
regular.write('hello' * 10)
regular.flush()
fcntl.flock(regular, fcntl.LOCK_EX)

deleted = open('deleted.txt', 'w+')
deleted.write('x' * 3000)
deleted.flush()
os.unlink('deleted.txt')

linked = open('linked.txt', 'w+')
os.link('linked.txt', 'other-name.txt')
os.unlink('linked.txt')

os.mkfifo('fifo')
fifo = os.open('fifo', os.O_RDWR)
reading, writing = os.pipe()
os.write(writing, b'waiting')

listening = socket.socket()
listening.bind(('127.0.0.1', 0))
listening.listen(7)
client = socket.create_connection(listening.getsockname())
accepted, _ = listening.accept()
client.send(b'unread')
listening6 = socket.socket(socket.AF_INET6)
listening6.bind(('::1', 0))
listening6.listen(3)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(('127.0.0.1', 0))

left, right = socket.socketpair()
left.send(b'queued')
bound = socket.socket(socket.AF_UNIX)
bound.bind('bound.sock')
bound.listen(3)
abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
abstract.bind(f'\0many-kinds-{os.getpid()}')
netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
netlink.bind((0, 0))
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)

poll = select.epoll()
poll.register(listening.fileno(), select.EPOLLIN)
counter = libc.eventfd(41, 0)
timer = libc.timerfd_create(time.CLOCK_MONOTONIC, 0)
libc.timerfd_settime(timer, 0, struct.pack('qqqq', 1000, 0, 5000, 0), None)
mask = ctypes.create_string_buffer(128)
mask[(signal.SIGUSR1 - 1) // 8] = 1 << ((signal.SIGUSR1 - 1) % 8)
signals = libc.signalfd(-1, mask, 0)
watch = libc.inotify_init()
libc.inotify_add_watch(watch, b'.', 2)
memory_file = os.memfd_create('many-kinds')
os.write(memory_file, b'm' * 5000)
master, slave = os.openpty()

shared = mmap.mmap(-1, 1 << 20)
shared[:8192] = b'y' * 8192
private = mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
private[: 64 * 4096] = b'z' * (64 * 4096)
signal.signal(signal.SIGUSR2, lambda *_: None)
threading.Thread(target=lambda: time.sleep(100_000), daemon=True).start()

if os.fork() == 0:
    os.setpgid(0, 0)
    while True:
        time.sleep(1000)
if os.fork() == 0:
    os._exit(3)
time.sleep(0.3)
own = os.pidfd_open(os.getpid())
with open('ready.partial', 'w') as ready:
    ready.write(f'{os.getpid()}')
os.rename('ready.partial', 'ready')
while True:
    time.sleep(1000)
