import { inGroup } from '../probe.ts';

const outsider = `
def start_outside(work):
    middle = os.fork()
    if middle == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        work()
        os._exit(0)
    os.waitpid(middle, 0)
`;

/** Unix sockets, with their peers inside and outside of the tree. */
export const unixSocketProbes = inGroup('unix-sockets', [
  {
    id: 'unix-stream',
    title: 'a pair of unix stream sockets with unread data',
    program: `
one, other = socket.socketpair()
one.send(b'heron')
ready()
expect(other.recv(10) == b'heron', 'the data is lost')
other.send(b'back')
expect(one.recv(10) == b'back', 'nothing passes any more')
`,
  },
  {
    id: 'unix-datagram',
    title: 'a pair of unix datagram sockets with unread data',
    program: `
one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
one.send(b'heron')
one.send(b'stork')
ready()
expect([other.recv(10), other.recv(10)] == [b'heron', b'stork'], 'the data is lost')
`,
  },
  {
    id: 'unix-sequenced',
    title: 'a pair of unix sockets that keep records (SOCK_SEQPACKET)',
    program: `
one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
one.send(b'heron')
one.send(b'stork')
ready()
expect([other.recv(10), other.recv(10)] == [b'heron', b'stork'], 'the data is lost')
`,
  },
  {
    id: 'unix-listener',
    title: 'a unix socket that listens at a path',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
ready()
caller = socket.socket(socket.AF_UNIX)
caller.connect(in_folder('socket'))
expect(place.accept()[0].fileno() >= 0, 'it takes no connections')
`,
  },
  {
    id: 'unix-abstract',
    title: 'a unix socket that listens at an abstract name',
    program: `
name = chr(0) + 'godwit-probe'
place = socket.socket(socket.AF_UNIX)
place.bind(name)
place.listen(4)
ready()
caller = socket.socket(socket.AF_UNIX)
caller.connect(name)
expect(place.accept()[0].fileno() >= 0, 'it takes no connections')
`,
  },
  {
    id: 'unix-connected',
    title: 'an accepted connection of a unix socket',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
caller = socket.socket(socket.AF_UNIX)
caller.connect(in_folder('socket'))
taken = place.accept()[0]
caller.send(b'heron')
ready()
expect(taken.recv(10) == b'heron', 'the data is lost')
taken.send(b'back')
expect(caller.recv(10) == b'back', 'nothing passes any more')
`,
  },
  {
    id: 'unix-waiting',
    title: 'a connection that waits to be accepted by a unix socket',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
caller = socket.socket(socket.AF_UNIX)
caller.connect(in_folder('socket'))
ready()
place.settimeout(1)
taken = place.accept()[0]
caller.send(b'x')
expect(taken.recv(1) == b'x', 'nothing passes any more')
`,
  },
  {
    id: 'unix-waiting-data',
    title: 'a connection with data that waits to be accepted by a unix socket',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
caller = socket.socket(socket.AF_UNIX)
caller.connect(in_folder('socket'))
caller.send(b'heron')
ready()
place.settimeout(1)
expect(place.accept()[0].recv(10) == b'heron', 'the data is lost')
`,
  },
  {
    id: 'unix-deleted',
    title: 'a unix socket whose path was deleted',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
os.unlink(in_folder('socket'))
ready()
expect(place.getsockname() == in_folder('socket'), 'its name is another')
`,
  },
  {
    id: 'unix-descriptors',
    title: 'a descriptor on its way through a unix socket (SCM_RIGHTS)',
    program: `
import array
one, other = socket.socketpair()
read, write = os.pipe()
one.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [read]).tobytes())])
ready()
text, control, flags, address = other.recvmsg(1, 64)
expect(control, 'the descriptor is lost')
os.write(write, b'heron')
expect(os.read(struct.unpack('i', control[0][2][:4])[0], 5) == b'heron', 'another descriptor arrives')
`,
  },
  {
    id: 'unix-outside-datagram',
    title: 'a unix datagram socket connected to one outside of the tree, with --ext-unix-sk',
    dump: ['--ext-unix-sk'],
    restore: ['--ext-unix-sk'],
    program: `${outsider}
def work():
    place = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    place.bind(in_folder('outside'))
    while place.recv(10):
        in_folder('arrived', b'yes')
start_outside(work)
expect(wait_for(lambda: os.path.exists(in_folder('outside'))), 'nobody listens')
caller = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
caller.connect(in_folder('outside'))
ready()
caller.send(b'heron')
expect(wait_for(lambda: os.path.exists(in_folder('arrived'))), 'nothing arrives')
`,
  },
  {
    id: 'unix-outside-stream',
    title: 'a unix stream socket connected to one outside of the tree, with --ext-unix-sk',
    dump: ['--ext-unix-sk'],
    restore: ['--ext-unix-sk'],
    program: `${outsider}
def work():
    place = socket.socket(socket.AF_UNIX)
    place.bind(in_folder('outside'))
    place.listen(1)
    taken = place.accept()[0]
    taken.send(taken.recv(10))
    time.sleep(3600)
start_outside(work)
expect(wait_for(lambda: os.path.exists(in_folder('outside'))), 'nobody listens')
time.sleep(0.02)
caller = socket.socket(socket.AF_UNIX)
caller.connect(in_folder('outside'))
ready()
caller.settimeout(1)
caller.send(b'heron')
expect(caller.recv(10) == b'heron', 'the other end is cut off')
`,
  },
  {
    id: 'unix-credentials',
    title: 'the credentials of the other end of a unix socket (SO_PEERCRED)',
    program: `
place = socket.socket(socket.AF_UNIX)
place.bind(in_folder('socket'))
place.listen(4)
def child():
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(in_folder('socket'))
    yield
    caller.send(b'x')
one = member(child)
taken = place.accept()[0]
def peer():
    return struct.unpack('3i', taken.getsockopt(socket.SOL_SOCKET, 17, 12))
before = peer()
ready()
one.ask()
expect(peer() == before, 'process, user and group were %d %d %d and are %d %d %d' % (before + peer()))
`,
  },
]);
