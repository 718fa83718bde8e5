import { describeWithCriu } from './describe-with-criu.ts';

const opening = (code: string): string => `${code}\nready()\nwait()`;
const listener = `
server = socket.socket(socket.AF_UNIX)
server.bind('server')
server.listen(8)
client = socket.socket(socket.AF_UNIX)
client.connect('server')`;
const datagrams = (order: string): string => `
place = os.getcwd()
${[...order].map((name) => `${name} = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)`).join('\n')}
b.bind(place + '/b')
c.bind(place + '/c')
a.connect(place + '/b')
b.connect(place + '/c')`;

describeWithCriu('unix-socket-states', [
  {
    name: 'a silent client that waits, deleted and relative names, a chain in good order',
    program: opening(`${listener}
deleted = socket.socket(socket.AF_UNIX)
deleted.bind('deleted')
deleted.listen(8)
os.unlink('deleted')
credentials, other = socket.socketpair()
credentials.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
${datagrams('cab')}`),
    finds: [],
  },
  {
    name: 'a waiting client of the tree that sent something',
    program: opening(`${listener}\nclient.send(b'data')`),
    finds: ['unix-socket-states.sent-unaccepted'],
  },
  {
    name: 'a waiting client that closed again',
    program: opening(`${listener}\nclient.close()`),
    finds: ['unix-socket-states.closed-client'],
  },
  {
    name: 'a connection that nobody outside accepted',
    program: `
server = socket.socket(socket.AF_UNIX)
server.bind('server')
server.listen(8)
child = os.fork()
if child == 0:
    os.setsid()
    server.close()
    client = socket.socket(socket.AF_UNIX)
    client.connect('server')
    ready()
    wait()
tend()`,
    finds: ['unix-socket-states.unaccepted-outside'],
  },
  {
    name: 'a relative name whose directory was renamed',
    program: opening(`
os.mkdir('before')
server = socket.socket(socket.AF_UNIX)
server.bind('before/server')
os.rename('before', 'after')`),
    finds: ['unix-socket-states.moved-name'],
  },
  {
    name: 'unread data that comes with credentials',
    program: opening(`
sender, receiver = socket.socketpair()
receiver.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
sender.send(b'data')`),
    finds: ['unix-socket-states.control-messages'],
  },
  {
    name: 'a descriptor on its way, a waiting datagram and a pair of two processes',
    program: opening(`
left, right = socket.socketpair()
file = open('/etc/passwd')
socket.send_fds(left, [b'x'], [file.fileno()])
file.close()
inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inbox.bind(os.getcwd() + '/inbox')
outbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
outbox.connect(os.getcwd() + '/inbox')
outbox.send(b'letter')
mine, yours = socket.socketpair()
if os.fork() == 0:
    mine.close()
    wait()
yours.close()`),
    finds: ['unix-socket-states.in-flight', 'unix-socket-states.queued-senders', 'unix-socket-states.peer-credentials'],
  },
  {
    name: 'datagram sockets in a chain whose end comes last',
    program: opening(datagrams('abc')),
    finds: ['unix-socket-states.chained'],
  },
]);
