import { inGroup } from '../probe.ts';

const connection = `
def connect(family=socket.AF_INET, host='127.0.0.1'):
    place = socket.socket(family)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind((host, 0))
    place.listen(4)
    caller = socket.socket(family)
    caller.connect(place.getsockname())
    taken = place.accept()[0]
    for one in (caller, taken):
        one.settimeout(3)
    return place, caller, taken
`;

const keptConnection = `
place, caller, taken = connect()
caller.send(b'there' * 2000)
taken.send(b'back' * 2000)
time.sleep(0.01)
ready()
def receive(end, size):
    text = b''
    while len(text) < size:
        text += end.recv(size - len(text))
    return text
expect(receive(taken, 10000) == b'there' * 2000, 'data on its way there is lost')
expect(receive(caller, 8000) == b'back' * 2000, 'data on its way back is lost')
caller.send(b'more')
expect(receive(taken, 4) == b'more', 'nothing passes any more')
`;

const listener = `
place.listen(4)
ready()
caller = socket.socket(place.family)
caller.settimeout(2)
caller.connect(place.getsockname()[:2])
expect(place.accept()[0].fileno() >= 0, 'it takes no connections')
`;

const established = ['--tcp-established', '--network-lock=nftables'];

/** TCP, UDP and their relatives. Both ends of a connection lie inside of the tree. */
export const internetSocketProbes = inGroup('internet-sockets', [
  {
    id: 'tcp-listener',
    title: 'a TCP socket that listens (IPv4)',
    program: `
place = socket.socket()
place.bind(('127.0.0.1', 0))
${listener}`,
  },
  {
    id: 'tcp6-listener',
    title: 'a TCP socket that listens (IPv6)',
    program: `
place = socket.socket(socket.AF_INET6)
place.bind(('::1', 0))
${listener}`,
  },
  {
    id: 'tcp-bound',
    title: 'a TCP socket that is bound and does not listen',
    program: `
place = socket.socket()
place.bind(('127.0.0.1', 0))
port = place.getsockname()[1]
ready()
expect(place.getsockname()[1] == port, 'its port is another')
`,
  },
  {
    id: 'tcp-established',
    title: 'TCP connections with data both ways, locked by nftables',
    dump: established,
    restore: ['--tcp-established'],
    program: connection + keptConnection,
  },
  {
    id: 'tcp-iptables-lock',
    title: 'TCP connections with data both ways, locked by iptables',
    dump: ['--tcp-established', '--network-lock=iptables'],
    restore: ['--tcp-established'],
    program: connection + keptConnection,
  },
  {
    id: 'tcp-no-lock',
    title: 'TCP connections dumped without a lock (--network-lock=skip)',
    dump: ['--tcp-established', '--network-lock=skip'],
    restore: ['--tcp-established'],
    program: connection + keptConnection,
  },
  {
    id: 'tcp6-established',
    title: 'a TCP connection over IPv6',
    dump: established,
    restore: ['--tcp-established'],
    program: `${connection}
place, caller, taken = connect(socket.AF_INET6, '::1')
ready()
caller.send(b'heron')
expect(taken.recv(5) == b'heron', 'nothing passes any more')
`,
  },
  {
    id: 'tcp-half-closed',
    title: 'a TCP connection that is closed in one direction',
    dump: established,
    restore: ['--tcp-established'],
    program: `${connection}
place, caller, taken = connect()
caller.shutdown(socket.SHUT_WR)
time.sleep(0.01)
ready()
expect(select.select([taken], [], [], 1)[0] and taken.recv(1) == b'', 'the end of the data is not noticed')
taken.send(b'heron')
expect(select.select([caller], [], [], 1)[0] and caller.recv(5) == b'heron', 'nothing passes in the open direction')
`,
  },
  {
    id: 'tcp-unaccepted',
    title: 'TCP connections that wait to be accepted, with --skip-in-flight',
    dump: [...established, '--skip-in-flight'],
    restore: ['--tcp-established'],
    program: `
place = socket.socket()
place.bind(('127.0.0.1', 0))
place.listen(4)
pid = os.fork()
if pid == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    place.close()
    time.sleep(3600)
os.waitpid(pid, 0)
caller = socket.socket()
caller.connect(place.getsockname())
caller.close()
time.sleep(0.01)
ready()
fresh = socket.socket()
fresh.settimeout(2)
fresh.connect(place.getsockname())
expect(place.accept()[0].fileno() >= 0, 'it takes no connections')
`,
  },
  {
    id: 'tcp-close',
    title: 'TCP connections that are given up, with --tcp-close',
    dump: ['--tcp-close'],
    restore: ['--tcp-close'],
    program: `${connection}
place, caller, taken = connect()
ready()
fresh = socket.socket()
fresh.settimeout(2)
fresh.connect(place.getsockname())
expect(place.accept()[0].fileno() >= 0, 'the listener takes no connections')
`,
  },
  {
    id: 'tcp-options',
    title: 'options of a TCP socket (buffers, keep-alive, no delay)',
    dump: established,
    restore: ['--tcp-established'],
    program: `${connection}
place, caller, taken = connect()
caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
caller.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 77)
caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 50000)
def options():
    return [caller.getsockopt(socket.IPPROTO_TCP, one) for one in (socket.TCP_NODELAY, socket.TCP_KEEPIDLE)] + [
        caller.getsockopt(socket.SOL_SOCKET, one) for one in (socket.SO_KEEPALIVE, socket.SO_RCVBUF)]
before = options()
ready()
expect(options() == before, 'they were %s and are %s' % (before, options()))
`,
  },
  {
    id: 'tcp-congestion',
    title: 'a choice of congestion control',
    dump: established,
    restore: ['--tcp-established'],
    program: `${connection}
place, caller, taken = connect()
default = caller.getsockopt(socket.IPPROTO_TCP, 13, 16).rstrip(bytes(1)).decode()
others = [one for one in read_file('/proc/sys/net/ipv4/tcp_available_congestion_control').split() if one != default]
if not others:
    unsupported('there is only ' + default)
caller.setsockopt(socket.IPPROTO_TCP, 13, others[0].encode())
ready()
expect(caller.getsockopt(socket.IPPROTO_TCP, 13, 16).rstrip(bytes(1)).decode() == others[0], 'it is the default again')
`,
  },
  {
    id: 'udp',
    title: 'a UDP socket',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
place.bind(('127.0.0.1', 0))
ready()
place.settimeout(1)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'heron', place.getsockname())
expect(place.recv(10) == b'heron', 'nothing arrives')
`,
  },
  {
    id: 'udp-connected',
    title: 'a connected UDP socket over IPv6',
    program: `
place, caller = [socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) for _ in range(2)]
place.bind(('::1', 0))
caller.connect(place.getsockname()[:2])
ready()
place.settimeout(1)
caller.send(b'heron')
expect(place.recv(10) == b'heron', 'nothing arrives')
`,
  },
  {
    id: 'udp-unread',
    title: 'a UDP socket with unread data',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
place.bind(('127.0.0.1', 0))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'heron', place.getsockname())
ready()
place.settimeout(0.2)
try:
    expect(place.recv(10) == b'heron', 'other data arrives')
except socket.timeout:
    expect(False, 'the data is lost')
`,
  },
  {
    id: 'udp-corked',
    title: 'a corked UDP socket with unsent data',
    program: `
place, caller = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
place.bind(('127.0.0.1', 0))
caller.connect(place.getsockname())
caller.setsockopt(socket.IPPROTO_UDP, 1, 1)
caller.send(b'heron')
ready()
caller.setsockopt(socket.IPPROTO_UDP, 1, 0)
place.settimeout(1)
expect(place.recv(10) == b'heron', 'the data is lost')
`,
  },
  {
    id: 'udp-lite',
    title: 'a UDP-Lite socket',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136)
place.bind(('127.0.0.1', 0))
port = place.getsockname()[1]
ready()
expect(place.getsockname()[1] == port, 'its port is another')
`,
  },
  {
    id: 'raw-socket',
    title: 'a raw socket',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
ready()
caller = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
caller.sendto(bytes.fromhex('08000000f7ff0000'), ('127.0.0.1', 0))
expect(select.select([place], [], [], 1)[0], 'nothing arrives')
`,
  },
  {
    id: 'ping-socket',
    title: 'a ping socket (ICMP datagrams)',
    program: `
with open('/proc/sys/net/ipv4/ping_group_range', 'w') as file:
    file.write('0 100')
place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1)
ready()
place.sendto(bytes.fromhex('0800f7ff00000000'), ('127.0.0.1', 0))
expect(select.select([place], [], [], 1)[0], 'no answer arrives')
`,
  },
  {
    id: 'mptcp',
    title: 'an MPTCP socket that listens',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
place.bind(('127.0.0.1', 0))
place.listen(4)
ready()
socket.create_connection(place.getsockname(), 1)
expect(place.accept()[0].fileno() >= 0, 'it takes no connections')
`,
  },
  {
    id: 'sctp',
    title: 'an SCTP socket that listens',
    program: `
place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)
place.bind(('127.0.0.1', 0))
place.listen(4)
ready()
expect(place.getsockname()[1] > 0, 'its port is lost')
`,
  },
]);
