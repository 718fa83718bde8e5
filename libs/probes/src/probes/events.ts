import { inGroup } from '../probe.ts';

/** Descriptors that tell of events, and the anonymous kinds CRIU has no handler for. */
export const eventProbes = inGroup('events', [
  {
    id: 'eventfd',
    title: 'an eventfd with a count',
    program: `
fd = system('eventfd2', 5, 0)
ready()
expect(struct.unpack('Q', os.read(fd, 8))[0] == 5, 'the count is another')
`,
  },
  {
    id: 'epoll',
    title: 'an epoll set that watches a pipe',
    program: `
read, write = os.pipe()
poll = select.epoll()
poll.register(read, select.EPOLLIN)
ready()
expect(poll.poll(0) == [], 'there is an event from nowhere')
os.write(write, b'x')
expect(poll.poll(1) == [(read, select.EPOLLIN)], 'the pipe is watched no longer')
`,
  },
  {
    id: 'epoll-escaped',
    title: 'an epoll set whose target was closed under its number and lives on elsewhere',
    program: `
read, write = os.pipe()
poll = select.epoll()
poll.register(read, select.EPOLLIN)
other = os.dup(read)
os.close(read)
ready()
os.write(write, b'x')
expect(len(poll.poll(1)) == 1, 'the pipe is watched no longer')
`,
  },
  {
    id: 'epoll-nested',
    title: 'an epoll set inside another one',
    program: `
read, write = os.pipe()
inner, outer = select.epoll(), select.epoll()
inner.register(read, select.EPOLLIN)
outer.register(inner.fileno(), select.EPOLLIN)
ready()
os.write(write, b'x')
expect(len(outer.poll(1)) == 1, 'the inner set is watched no longer')
`,
  },
  {
    id: 'signalfd',
    title: 'a signalfd',
    program: `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
fd = system('signalfd4', -1, struct.pack('Q', 1 << (signal.SIGUSR1 - 1)), 8, 0)
ready()
os.kill(os.getpid(), signal.SIGUSR1)
expect(select.select([fd], [], [], 1)[0], 'no signal arrives')
expect(struct.unpack_from('I', os.read(fd, 128))[0] == signal.SIGUSR1, 'another signal arrives')
`,
  },
  {
    id: 'inotify',
    title: 'an inotify watch on a directory',
    program: `
os.mkdir(in_folder('watched'))
fd = system('inotify_init1', 0)
system('inotify_add_watch', fd, in_folder('watched').encode(), 0x100)
ready()
in_folder('watched/new', b'')
expect(select.select([fd], [], [], 1)[0], 'the directory is watched no longer')
`,
  },
  {
    id: 'inotify-irmap',
    title: 'an inotify watch on a directory, with --force-irmap',
    dump: ['--force-irmap', '--irmap-scan-path={folder}'],
    program: `
os.mkdir(in_folder('watched'))
fd = system('inotify_init1', 0)
system('inotify_add_watch', fd, in_folder('watched').encode(), 0x100)
ready()
in_folder('watched/new', b'')
expect(select.select([fd], [], [], 1)[0], 'the directory is watched no longer')
`,
  },
  {
    id: 'inotify-unread',
    title: 'an inotify event that nobody has read',
    program: `
os.mkdir(in_folder('watched'))
fd = system('inotify_init1', 0)
system('inotify_add_watch', fd, in_folder('watched').encode(), 0x100)
in_folder('watched/new', b'')
ready()
expect(select.select([fd], [], [], 0.1)[0], 'the event is lost')
`,
  },
  {
    id: 'inotify-deleted',
    title: 'an inotify watch on a directory that was removed while it is open',
    program: `
os.mkdir(in_folder('watched'))
kept = os.open(in_folder('watched'), os.O_RDONLY)
fd = system('inotify_init1', 0)
system('inotify_add_watch', fd, in_folder('watched').encode(), 0x100)
os.rmdir(in_folder('watched'))
ready()
expect(os.fstat(kept).st_nlink == 0, 'the directory is there again')
`,
  },
  {
    id: 'fanotify',
    title: 'a fanotify mark on a directory',
    program: `
os.mkdir(in_folder('watched'))
in_folder('watched/file', b'text')
fd = system('fanotify_init', 0x2, 0)
system('fanotify_mark', fd, 0x1, 0x20 | 0x08000000, -100, in_folder('watched').encode())
ready()
read_file(in_folder('watched/file'))
expect(select.select([fd], [], [], 1)[0], 'the directory is watched no longer')
`,
  },
  {
    id: 'pidfd',
    title: 'a pidfd of a process of the tree',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
fd = system('pidfd_open', pid, 0)
ready()
os.kill(pid, signal.SIGKILL)
expect(select.select([fd], [], [], 1)[0], 'it does not tell the end of the process')
`,
  },
  {
    id: 'pidfd-dead',
    title: 'a pidfd of a process that has ended',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
fd = system('pidfd_open', pid, 0)
os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
ready()
expect(select.select([fd], [], [], 1)[0], 'it does not tell the end of the process')
`,
  },
  {
    id: 'pidfd-outside',
    title: 'a pidfd of a process outside of the tree',
    program: `
fd = system('pidfd_open', 1, 0)
ready()
expect(os.readlink('/proc/self/fd/%d' % fd) != '', 'the descriptor is gone')
`,
  },
  {
    id: 'pidfd-thread',
    title: 'a pidfd of a thread (PIDFD_THREAD)',
    program: `
import threading
tids = []
def work():
    tids.append(system('gettid'))
    time.sleep(3600)
threading.Thread(target=work, daemon=True).start()
expect(wait_for(lambda: tids), 'no thread')
fd = system('pidfd_open', tids[0], os.O_EXCL)
ready()
expect(os.readlink('/proc/self/fd/%d' % fd) != '', 'the descriptor is gone')
`,
  },
  {
    id: 'io-uring',
    title: 'an io_uring',
    program: `
fd = system('io_uring_setup', 4, ctypes.create_string_buffer(120))
ring = mmap.mmap(fd, 4096, mmap.MAP_SHARED)
ready()
expect('io_uring' in os.readlink('/proc/self/fd/%d' % fd), 'the ring is gone')
`,
  },
  {
    id: 'aio',
    title: 'a context of Linux AIO (io_setup)',
    program: `
context = ctypes.c_ulong()
system('io_setup', 8, ctypes.byref(context))
file = os.open(in_folder('data', b'heron'), os.O_RDONLY)
ready()
room = ctypes.create_string_buffer(5)
block = ctypes.create_string_buffer(struct.pack('QIIHhIQQqQII', 1, 0, 0, 0, 0, file, ctypes.addressof(room), 5, 0, 0, 0, 0))
blocks = (ctypes.c_void_p * 1)(ctypes.addressof(block))
expect(system('io_submit', context.value, 1, blocks) == 1, 'nothing can be submitted')
events = ctypes.create_string_buffer(32)
expect(system('io_getevents', context.value, 1, 1, events, struct.pack('qq', 2, 0)) == 1, 'nothing completes')
expect(room.raw == b'heron', 'something else was read')
`,
  },
  {
    id: 'userfaultfd',
    title: 'a userfaultfd',
    program: `
fd = system('userfaultfd', 1)
fcntl.ioctl(fd, 0xC018AA3F, struct.pack('QQQ', 0xAA, 0, 0))
ready()
expect('userfaultfd' in os.readlink('/proc/self/fd/%d' % fd), 'the descriptor is gone')
`,
  },
  {
    id: 'perf-event',
    title: 'a performance counter (perf_event_open)',
    program: `
event = struct.pack('IIQQQQQ', 1, 112, 1, 0, 0, 0, 0) + bytes(64)
fd = system('perf_event_open', event, 0, -1, -1, 0)
ready()
expect(len(os.read(fd, 8)) == 8, 'it counts no longer')
`,
  },
  {
    id: 'bpf-map',
    title: 'a BPF map of kind hash',
    program: `
fd = system('bpf', 0, struct.pack('IIIII', 1, 4, 4, 8, 0) + bytes(100), 120)
key, value = ctypes.create_string_buffer(b'abcd', 4), ctypes.create_string_buffer(b'1234', 4)
element = struct.pack('IxxxxQQQ', fd, ctypes.addressof(key), ctypes.addressof(value), 0)
system('bpf', 2, element + bytes(88), 120)
ready()
found = ctypes.create_string_buffer(4)
system('bpf', 1, struct.pack('IxxxxQQQ', fd, ctypes.addressof(key), ctypes.addressof(found), 0) + bytes(88), 120)
expect(found.raw == b'1234', 'its content is another')
`,
  },
  {
    id: 'seccomp-notify',
    title: 'the listener of a seccomp filter (user notification)',
    program: `
def child():
    lines = [(0x20, 0, 0, 0), (0x15, 0, 1, 0xFFFF), (0x06, 0, 0, 0x7FC00000), (0x06, 0, 0, 0x7FFF0000)]
    buffer = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *one) for one in lines))
    library('prctl', 38, 1, 0, 0, 0)
    fd = system('seccomp', 1, 8, struct.pack('H6xQ', len(lines), ctypes.addressof(buffer)))
    yield
    expect('seccomp' in os.readlink('/proc/self/fd/%d' % fd), 'the listener is gone')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'landlock-rules',
    title: 'a set of Landlock rules that is not in force',
    program: `
fd = system('landlock_create_ruleset', struct.pack('Q', 1 << 3), 8, 0)
ready()
expect('landlock' in os.readlink('/proc/self/fd/%d' % fd), 'the rules are gone')
`,
  },
  {
    id: 'mount-descriptor',
    title: 'a descriptor of a mount that is being made (fsopen)',
    program: `
fd = system('fsopen', b'tmpfs', 0)
ready()
expect(os.readlink('/proc/self/fd/%d' % fd) != '', 'the descriptor is gone')
`,
  },
]);
