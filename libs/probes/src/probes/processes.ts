import { inGroup } from '../probe.ts';

/** Processes, their families and their states. */
export const processProbes = inGroup('processes', [
  {
    id: 'process',
    title: 'a single process with memory of its own',
    program: `
memory = bytearray(os.urandom(1 << 20))
before = hash(bytes(memory))
ready()
expect(hash(bytes(memory)) == before, 'its memory has changed')
expect(os.getpid() == 2, 'it has another process id')
`,
  },
  {
    id: 'process-tree',
    title: 'a tree of three generations',
    program: `
def grandchild():
    parent = os.getppid()
    yield
    expect(os.getppid() == parent, 'the grandchild has another parent')
def child():
    below = member(grandchild)
    yield
    below.ask()
one, other = member(child), member(grandchild)
ready()
one.ask()
other.ask()
`,
  },
  {
    id: 'own-session',
    title: 'a child with a session and process group of its own',
    program: `
def child():
    os.setsid()
    yield
    expect(os.getsid(0) == os.getpid() == os.getpgid(0), 'it is in another session')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'outside-session',
    title: 'a tree whose session belongs to a process outside, with --shell-job',
    detached: false,
    dump: ['--shell-job'],
    restore: ['--shell-job'],
    program: `
ready()
expect(os.getsid(0) != os.getpid(), 'it leads a session now')
`,
  },
  {
    id: 'session-without-leader',
    title: 'a session whose leader has ended while a member goes on',
    program: `
library('prctl', 36, 1, 0, 0, 0)
leader = os.fork()
if leader == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)
os.waitpid(leader, 0)
ready()
left = [pid for pid in os.listdir('/proc') if pid.isdigit() and os.getsid(int(pid)) == leader]
expect(len(left) == 1, 'the member is in another session')
`,
  },
  {
    id: 'zombie',
    title: 'a child that has ended and was not waited for',
    program: `
pid = os.fork()
if pid == 0:
    os._exit(7)
expect(wait_for(lambda: status_of(pid, 'State')[0] == 'Z'), 'no zombie')
ready()
found, status = os.waitpid(pid, os.WNOHANG)
expect(found == pid and os.WEXITSTATUS(status) == 7, 'the exit code of the child is lost')
`,
  },
  {
    id: 'stopped',
    title: 'a child stopped by SIGSTOP',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
os.kill(pid, signal.SIGSTOP)
expect(wait_for(lambda: status_of(pid, 'State')[0] == 'T'), 'not stopped')
ready()
expect(status_of(pid, 'State')[0] == 'T', 'the child is stopped no longer')
os.kill(pid, signal.SIGCONT)
expect(wait_for(lambda: status_of(pid, 'State')[0] == 'S'), 'the child does not go on')
`,
  },
  {
    id: 'traced',
    title: 'a child that another process traces',
    program: `
pid = os.fork()
if pid == 0:
    time.sleep(3600)
library('ptrace', 0x4206, pid, None, None)
ready()
expect(status_of(pid, 'TracerPid') == str(os.getpid()), 'it is traced no longer')
`,
  },
  {
    id: 'subreaper',
    title: 'a process that adopts the orphans of its tree (PR_SET_CHILD_SUBREAPER)',
    program: `
library('prctl', 36, 1, 0, 0, 0)
ready()
first = os.fork()
if first == 0:
    second = os.fork()
    if second == 0:
        time.sleep(0.02)
        os._exit(5)
    os._exit(0)
os.waitpid(first, 0)
found, status = os.waitpid(-1, 0)
expect(os.WEXITSTATUS(status) == 5, 'the orphan went to somebody else')
`,
  },
  {
    id: 'parent-death-signal',
    title: 'a child that gets a signal when its parent dies',
    program: `
def child():
    library('prctl', 1, signal.SIGUSR1, 0, 0, 0)
    yield
    value = ctypes.c_int()
    library('prctl', 2, ctypes.byref(value), 0, 0, 0)
    expect(value.value == signal.SIGUSR1, 'the signal is forgotten')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'shared-files',
    title: 'a child that shares its table of descriptors with its parent (CLONE_FILES)',
    program: `
question, answer = os.pipe(), os.pipe()
pid = system('clone', 0x400 | signal.SIGCHLD, 0, 0, 0, 0)
if pid == 0:
    os.read(question[0], 1)
    os.write(answer[1], str(os.open('/dev/null', os.O_RDONLY)).encode())
    os._exit(0)
ready()
os.write(question[1], b'?')
number = int(os.read(answer[0], 10))
expect(os.path.exists('/proc/self/fd/%d' % number), 'they share their descriptors no longer')
`,
  },
  {
    id: 'shared-directories',
    title: 'a child that shares working directory and root with its parent (CLONE_FS)',
    program: `
pid = system('clone', 0x200 | signal.SIGCHLD, 0, 0, 0, 0)
if pid == 0:
    time.sleep(3600)
ready()
os.chdir('/usr')
expect(os.readlink('/proc/%d/cwd' % pid) == '/usr', 'they share their directory no longer')
`,
  },
  {
    id: 'shared-memory-space',
    title: 'two processes with one address space (CLONE_VM)',
    program: `
stack = mmap.mmap(-1, 1 << 16)
top = ctypes.addressof(ctypes.c_char.from_buffer(stack)) + (1 << 16)
pause = ctypes.cast(libc.pause, ctypes.c_void_p)
pid = library('clone', pause, ctypes.c_void_p(top), 0x100 | signal.SIGCHLD, None)
ready()
expect(os.path.exists('/proc/%d' % pid), 'the other process is gone')
`,
  },
  {
    id: 'deleted-directory',
    title: 'a working directory that was removed',
    program: `
os.mkdir(in_folder('gone'))
os.chdir(in_folder('gone'))
os.rmdir(in_folder('gone'))
ready()
expect(os.readlink('/proc/self/cwd').endswith('(deleted)'), 'the working directory is another one')
`,
  },
  {
    id: 'chroot',
    title: 'a process with a root directory of its own',
    program: `
os.mkdir(in_folder('root'))
in_folder('root/mark', b'here')
def child():
    os.chroot(in_folder('root'))
    os.chdir('/')
    yield
    expect(os.listdir('/') == ['mark'], 'it has another root directory')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'name-and-umask',
    title: 'a process name and a umask that were set',
    program: `
library('prctl', 15, b'heron', 0, 0, 0)
os.umask(0o37)
ready()
expect(read_file('/proc/self/comm').strip() == 'heron', 'the name is lost')
expect(os.umask(0) == 0o37, 'the umask is lost')
`,
  },
  {
    id: '32-bit',
    title: 'a program of 32 bits',
    program: `
if os.uname().machine != 'x86_64':
    unsupported('there are no programs of 32 bits on ' + os.uname().machine)
# pause() for ever: mov eax, 29; int 0x80; jmp back
code = b'@B8@1D@00@00@00@CD@80@EB@F7'.replace(b'@', b'')
code = bytes.fromhex(code.decode())
base = 0x08048000
header = struct.pack('<16sHHIIIIIHHHHHH', bytes.fromhex('7f454c4601010100') + bytes(8), 2, 3, 1, base + 84, 52, 0, 0, 52, 32, 1, 0, 0, 0)
segment = struct.pack('<IIIIIIII', 1, 0, base, base, 84 + len(code), 84 + len(code), 5, 4096)
os.chmod(in_folder('small', header + segment + code), 0o700)
pid = os.fork()
if pid == 0:
    os.execv(in_folder('small'), ['small'])
expect(wait_for(lambda: os.readlink('/proc/%d/exe' % pid).endswith('/small')), 'not started')
expect(wait_for(lambda: status_of(pid, 'State')[0] in 'SZ') and status_of(pid, 'State')[0] == 'S', 'this kernel runs no programs of 32 bits')
ready()
expect(status_of(pid, 'State')[0] == 'S', 'it does not wait any more')
os.kill(pid, signal.SIGTERM)
found, status = os.waitpid(pid, 0)
expect(os.WTERMSIG(status) == signal.SIGTERM, 'it ended otherwise')
`,
  },
]);
