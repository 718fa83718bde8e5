import { describeWithCriu } from './describe-with-criu.ts';

const opening = (code: string): string => `${code}\nready()\nwait()`;

describeWithCriu('unsupported-fds', [
  {
    name: 'all kinds CRIU handles',
    program: opening(`
libc.eventfd(3, 0)
libc.epoll_create1(0)
libc.timerfd_create(1, 0)
libc.inotify_init()
libc.signalfd(-1, (ctypes.c_char * 128)(), 0)
os.memfd_create('memory')
os.pidfd_open(os.getpid())
os.pipe()
os.mkfifo('fifo')
fifo = os.open('fifo', os.O_RDWR)
for device in ('null', 'zero', 'full', 'random', 'urandom', 'ptmx'):
    os.open('/dev/' + device, os.O_RDWR)
status = open('/proc/self/status')
network = open('/proc/self/ns/net')`),
    finds: [],
  },
  {
    name: 'a performance counter',
    program: opening(`
attributes = bytearray(struct.pack('IIQ', 1, 112, 1) + bytes(112))
counter = libc.syscall(298, (ctypes.c_char * 112).from_buffer(attributes), 0, -1, -1, 0)
assert counter >= 0`),
    finds: ['unsupported-fds.anonymous-inode'],
  },
  {
    name: 'a user fault descriptor',
    program: opening('assert libc.syscall(323, 1) >= 0'),
    finds: ['unsupported-fds.anonymous-inode'],
  },
  {
    name: 'a device CRIU does not know',
    program: opening("device = os.open('/dev/loop-control', os.O_RDWR)"),
    finds: ['unsupported-fds.device'],
  },
  {
    name: 'a pidfd of a process outside',
    program: opening('watch = os.pidfd_open(1)'),
    finds: ['unsupported-fds.outside-pidfd'],
  },
  {
    name: 'a pidfd of a single thread',
    program: opening('assert libc.syscall(434, threading.get_native_id(), 0o200) >= 0'),
    finds: ['unsupported-fds.thread-pidfd'],
  },
  {
    name: 'a pipe in packet mode',
    program: opening('ends = os.pipe2(os.O_DIRECT)'),
    finds: ['unsupported-fds.packet-pipe'],
  },
  {
    name: 'a network namespace nobody of the tree lives in',
    program: opening(`
child = os.fork()
if child == 0:
    libc.unshare(0x40000000)
    time.sleep(2)
    os._exit(0)
time.sleep(0.5)
namespace = os.open(f'/proc/{child}/ns/net', os.O_RDONLY)
os.waitpid(child, 0)`),
    finds: ['unsupported-fds.foreign-namespace'],
  },
  {
    name: 'a timer that wakes the machine',
    program: opening('assert libc.timerfd_create(9, 0) >= 0'),
    finds: ['unsupported-fds.alarm-timer'],
  },
  {
    name: 'a FIFO that is open only as a path',
    program: opening("os.mkfifo('fifo')\npath = os.open('fifo', os.O_PATH)"),
    finds: ['unsupported-fds.path-only'],
  },
]);
