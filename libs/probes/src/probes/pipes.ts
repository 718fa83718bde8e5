import { inGroup } from '../probe.ts';

/** Pipes and named pipes. */
export const pipeProbes = inGroup('pipes', [
  {
    id: 'pipe-data',
    title: 'a pipe with unread data',
    program: `
read, write = os.pipe()
os.write(write, b'heron' * 1000)
ready()
expect(os.read(read, 5000) == b'heron' * 1000, 'the data is lost')
os.write(write, b'x')
expect(os.read(read, 1) == b'x', 'nothing passes any more')
`,
  },
  {
    id: 'pipe-between',
    title: 'a pipe between two processes of the tree',
    program: `
read, write = os.pipe()
def child():
    yield
    os.write(write, b'from the child')
one = member(child)
os.close(write)
ready()
one.ask()
expect(os.read(read, 100) == b'from the child', 'nothing arrives')
os.waitpid(one.pid, 0)
expect(os.read(read, 1) == b'', 'the end of the writer is not noticed')
`,
  },
  {
    id: 'pipe-size',
    title: 'a pipe whose size was changed',
    program: `
read, write = os.pipe()
size = fcntl.fcntl(write, 1031, 1 << 15)
ready()
expect(fcntl.fcntl(write, 1032) == size, 'its size is another')
`,
  },
  {
    id: 'pipe-packets',
    title: 'a pipe in packet mode (O_DIRECT)',
    program: `
ends = (ctypes.c_int * 2)()
system('pipe2', ends, 0o40000)
os.write(ends[1], b'one')
os.write(ends[1], b'two')
ready()
expect(os.read(ends[0], 100) == b'one', 'it has no packets any more')
`,
  },
  {
    id: 'pipe-outside',
    title: 'a pipe whose other end is held outside of the tree',
    program: `
mine, theirs = os.pipe(), os.pipe()
middle = os.fork()
if middle == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.close(mine[1])
    os.close(theirs[0])
    os.read(mine[0], 1)
    os.write(theirs[1], b'+')
    time.sleep(3600)
os.waitpid(middle, 0)
os.close(mine[0])
os.close(theirs[1])
ready()
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
os.write(mine[1], b'?')
expect(select.select([theirs[0]], [], [], 1)[0] and os.read(theirs[0], 1) == b'+', 'the other end is cut off')
`,
  },
  {
    id: 'fifo',
    title: 'a named pipe with unread data',
    program: `
os.mkfifo(in_folder('fifo'))
file = os.open(in_folder('fifo'), os.O_RDWR)
os.write(file, b'heron')
ready()
expect(select.select([file], [], [], 1)[0] and os.read(file, 5) == b'heron', 'the data is lost')
`,
  },
  {
    id: 'deleted-fifo',
    title: 'a named pipe that was deleted while it is open',
    program: `
os.mkfifo(in_folder('fifo'))
file = os.open(in_folder('fifo'), os.O_RDWR)
os.unlink(in_folder('fifo'))
ready()
os.write(file, b'heron')
expect(os.read(file, 5) == b'heron', 'nothing passes any more')
`,
  },
]);
