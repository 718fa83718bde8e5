import { inGroup } from '../probe.ts';

const lockedFile = `
file = os.open(in_folder('locked', b'text'), os.O_RDWR)
other = os.open(in_folder('locked'), os.O_RDWR)
`;

/** Open files, deleted files, locks, and device nodes. */
export const fileProbes = inGroup('files', [
  {
    id: 'open-file',
    title: 'an open file with its position and flags',
    program: `
file = os.open(in_folder('data', b'0123456789'), os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
os.lseek(file, 4, os.SEEK_SET)
ready()
expect(os.read(file, 3) == b'456', 'its position is another')
expect(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_APPEND, 'the flag O_APPEND is lost')
expect(fcntl.fcntl(file, fcntl.F_GETFD) & fcntl.FD_CLOEXEC, 'the flag O_CLOEXEC is lost')
`,
  },
  {
    id: 'shared-position',
    title: 'an open file that two processes share',
    program: `
file = os.open(in_folder('data', b'0123456789'), os.O_RDONLY)
def child():
    yield
    expect(os.read(file, 4) == b'0123', 'it reads something else')
one = member(child)
ready()
one.ask()
expect(os.read(file, 2) == b'45', 'they share the file no longer')
`,
  },
  {
    id: 'directory',
    title: 'an open directory and a descriptor made with O_PATH',
    program: `
os.mkdir(in_folder('dir'))
directory, place = os.open(in_folder('dir'), os.O_RDONLY), os.open(in_folder('dir'), 0o10000000)
ready()
expect(os.listdir(directory) == [], 'the directory cannot be read')
expect(os.fstat(place).st_ino == os.stat(in_folder('dir')).st_ino, 'the place is another')
`,
  },
  {
    id: 'deleted-file',
    title: 'a small file that was deleted while it is open',
    program: `
file = os.open(in_folder('gone', b'heron' * 100), os.O_RDWR)
os.unlink(in_folder('gone'))
ready()
expect(os.read(file, 5) == b'heron', 'its content is lost')
expect(os.fstat(file).st_nlink == 0, 'it has a name again')
`,
  },
  {
    id: 'deleted-big-file',
    title: 'a deleted file of more than 1 MiB, with --ghost-limit',
    dump: ['--ghost-limit=16M'],
    program: `
file = os.open(in_folder('gone', os.urandom(2 << 20)), os.O_RDWR)
os.unlink(in_folder('gone'))
ready()
expect(os.fstat(file).st_size == 2 << 20, 'its content is lost')
`,
  },
  {
    id: 'deleted-name',
    title: 'a file whose name was deleted while another name is left, with --link-remap',
    dump: ['--link-remap'],
    program: `
file = os.open(in_folder('one', b'heron'), os.O_RDWR)
os.link(in_folder('one'), in_folder('two'))
os.unlink(in_folder('one'))
ready()
expect(os.fstat(file).st_ino == os.stat(in_folder('two')).st_ino, 'it is another file now')
`,
  },
  {
    id: 'replaced-file',
    title: 'an open file in whose place another one was put (rename)',
    program: `
file = os.open(in_folder('one', b'heron'), os.O_RDWR)
os.rename(in_folder('two', b'stork'), in_folder('one'))
ready()
expect(os.read(file, 5) == b'heron', 'it is another file now')
expect(read_file(in_folder('one')) == 'stork', 'the other file is gone')
`,
  },
  {
    id: 'flock',
    title: 'a lock of flock(2), with --file-locks',
    dump: ['--file-locks'],
    restore: ['--file-locks'],
    program: `${lockedFile}
fcntl.flock(file, fcntl.LOCK_EX)
ready()
try:
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    expect(False, 'the lock is lost')
except BlockingIOError:
    pass
`,
  },
  {
    id: 'posix-lock',
    title: 'a lock of fcntl(2) on part of a file, with --file-locks',
    dump: ['--file-locks'],
    restore: ['--file-locks'],
    program: `${lockedFile}
os.close(other)
fcntl.lockf(file, fcntl.LOCK_EX, 2, 1)
ready()
pid = os.fork()
if pid == 0:
    try:
        fcntl.lockf(os.open(in_folder('locked'), os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1)
        os._exit(1)
    except (BlockingIOError, PermissionError):
        os._exit(0)
expect(os.waitpid(pid, 0)[1] == 0, 'the lock is lost')
`,
  },
  {
    id: 'ofd-lock',
    title: 'a lock of an open file description (F_OFD_SETLK), with --file-locks',
    dump: ['--file-locks'],
    restore: ['--file-locks'],
    program: `${lockedFile}
fcntl.fcntl(file, 37, struct.pack('hhxxxxqqi4x', 1, 0, 0, 0, 0))
ready()
try:
    fcntl.fcntl(other, 37, struct.pack('hhxxxxqqi4x', 1, 0, 0, 0, 0))
    expect(False, 'the lock is lost')
except BlockingIOError:
    pass
`,
  },
  {
    id: 'lease',
    title: 'a lease on a file (F_SETLEASE), with --file-locks',
    dump: ['--file-locks'],
    restore: ['--file-locks'],
    program: `
file = os.open(in_folder('leased', b'text'), os.O_RDONLY)
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
ready()
expect(fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_RDLCK, 'the lease is lost')
`,
  },
  {
    id: 'memory-device',
    title: 'open memory devices (/dev/null, /dev/zero, /dev/urandom)',
    program: `
files = [os.open('/dev/' + name, os.O_RDONLY) for name in ('null', 'zero', 'urandom')]
ready()
expect(os.read(files[1], 4) == bytes(4) and len(os.read(files[2], 4)) == 4, 'a device is another')
`,
  },
  {
    id: 'character-device',
    title: 'an open character device that belongs to a driver (/dev/fuse)',
    program: `
if not os.path.exists('/dev/fuse'):
    unsupported('there is no /dev/fuse')
file = os.open('/dev/fuse', os.O_RDWR)
ready()
expect(os.readlink('/proc/self/fd/%d' % file) == '/dev/fuse', 'the descriptor is gone')
`,
  },
  {
    id: 'proc-file',
    title: 'an open file of /proc',
    program: `
file = os.open('/proc/self/status', os.O_RDONLY)
ready()
expect(b'Pid:' in os.read(file, 4096), 'it cannot be read')
`,
  },
  {
    id: 'dead-proc-file',
    title: 'an open directory of /proc whose process has ended',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
file = os.open('/proc/%d' % pid, os.O_RDONLY)
os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
ready()
expect(os.fstat(file), 'the descriptor is gone')
`,
  },
  {
    id: 'memfd',
    title: 'a file in memory (memfd)',
    program: `
fd = system('memfd_create', b'probe', 2)
os.write(fd, b'heron')
ready()
expect(os.pread(fd, 5, 0) == b'heron', 'its content is lost')
`,
  },
  {
    id: 'memfd-sealed',
    title: 'a sealed file in memory',
    program: `
fd = system('memfd_create', b'probe', 2)
os.write(fd, b'heron')
fcntl.fcntl(fd, 1033, 0xF)
ready()
expect(fcntl.fcntl(fd, 1034) == 0xF, 'the seals are gone')
expect(os.pread(fd, 5, 0) == b'heron', 'its content is lost')
`,
  },
  {
    id: 'tun',
    title: 'a tun device of the network namespace of the host',
    program: `
if not os.path.exists('/dev/net/tun'):
    unsupported('there is no /dev/net/tun')
file = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(file, 0x400454CA, struct.pack('16sH22x', b'probe0', 0x1001))
ready()
expect(os.path.exists('/proc/self/fd/%d' % file), 'the descriptor is gone')
`,
  },
  {
    id: 'over-mounted-file',
    title: 'an open file below a mount that came later',
    program: `
os.mkdir(in_folder('below'))
file = os.open(in_folder('below/data', b'heron'), os.O_RDONLY)
library('mount', b'none', in_folder('below').encode(), b'tmpfs', 0, None)
ready()
expect(os.read(file, 5) == b'heron', 'it is another file now')
`,
  },
]);
