import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('inet-sockets', [
  {
    name: 'UDP, UDP-Lite, ICMP and raw sockets',
    program: `
bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
bound.bind(('127.0.0.1', 0))
connected = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
connected.connect(bound.getsockname())
lite = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136)
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'MPTCP',
    program: `
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
server.bind(('127.0.0.1', 0))
server.listen(8)
ready()
wait()`,
    finds: ['inet-sockets.protocol'],
  },
  {
    name: 'a corked datagram socket',
    program: `
corked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
corked.connect(('127.0.0.1', 9))
corked.setsockopt(socket.IPPROTO_UDP, 1, 1)
corked.send(b'x' * 100)
ready()
wait()`,
    finds: ['inet-sockets.corked'],
  },
  {
    name: 'unread datagrams, which are lost without a word',
    program: `
receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(('127.0.0.1', 0))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.sendto(b'x' * 100, receiver.getsockname())
sender.close()
ready()
wait()`,
    finds: ['inet-sockets.unread-datagrams'],
  },
  {
    name: 'a raw socket of a protocol CRIU does not know otherwise',
    program: 'raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 132)\nready()\nwait()',
    finds: [],
  },
  {
    name: 'a corked datagram socket without data',
    program: `
corked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
corked.connect(('127.0.0.1', 9))
corked.setsockopt(socket.IPPROTO_UDP, 1, 1)
ready()
wait()`,
    finds: ['inet-sockets.corked'],
  },
  {
    name: 'an address that means one link only',
    program: `
receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
receiver.bind(('ff02::fb', 5353, 0, 1))
ready()
wait()`,
    finds: ['inet-sockets.scoped-address'],
  },
  {
    name: 'a congestion control and a signature key, which are lost without a word',
    program: `
usual = open('/proc/sys/net/ipv4/tcp_congestion_control').read().strip()
server = socket.create_server(('127.0.0.1', 0))
server.setsockopt(socket.IPPROTO_TCP, 13, b'cubic' if usual == 'reno' else b'reno')
ready()
wait()`,
    finds: ['inet-sockets.lost-settings'],
  },
]);
