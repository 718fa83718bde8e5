import { describeWithCriu } from './describe-with-criu.ts';

/** Runs outside of the tree, with one named socket of each type. */
const neighbour = `
datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
datagrams.bind(os.getcwd() + '/datagrams')
relative = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
relative.bind('relative')
streams = socket.socket(socket.AF_UNIX)
streams.bind('streams')
streams.listen(8)
ready()
kept = []
while True: kept.append(streams.accept())`;

describeWithCriu('unix-sockets', [
  {
    name: 'pairs inside the tree, and one whose other end is closed',
    program: `
left, right = socket.socketpair()
alone, closed = socket.socketpair()
closed.close()
if os.fork() == 0: wait()
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a stream to a process outside',
    beside: neighbour,
    program: `
client = socket.socket(socket.AF_UNIX)
client.connect(sys.argv[1] + '/streams')
time.sleep(0.2)
ready()
wait()`,
    finds: ['unix-sockets.external-stream'],
  },
  {
    name: 'a datagram socket connected to a named one outside',
    beside: neighbour,
    program: `
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.connect(sys.argv[1] + '/datagrams')
ready()
wait()`,
    finds: ['unix-sockets.external-datagram'],
  },
  {
    name: 'a datagram socket connected to one outside that is named relative to a directory',
    beside: neighbour,
    program: `
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.connect(sys.argv[1] + '/relative')
ready()
wait()`,
    finds: ['unix-sockets.relative-peer'],
  },
  {
    name: 'a datagram pair whose other end only a process outside holds',
    program: `
left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
if os.fork() == 0:
    left.close()
    wait()
right.close()
child = os.fork()
if child == 0:
    os.setsid()
    ready()
    wait()
tend()`,
    finds: ['unix-sockets.nameless-peer'],
  },
  {
    name: 'a client from outside that waits to be accepted',
    program: `
child = os.fork()
if child == 0:
    os.setsid()
    server = socket.socket(socket.AF_UNIX)
    server.bind('waiting')
    server.listen(8)
    time.sleep(0.5)
    ready()
    wait()
time.sleep(0.2)
client = socket.socket(socket.AF_UNIX)
client.connect('waiting')
tend()`,
    finds: ['unix-sockets.pending'],
  },
]);
