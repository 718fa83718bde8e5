import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('other-sockets', [
  {
    name: 'netlink and packet sockets',
    program: `
link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
bound = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
bound.bind((0, 0))
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a family CRIU does not know',
    program: 'machine = socket.socket(40, socket.SOCK_STREAM)\nready()\nwait()',
    finds: ['other-sockets.family'],
  },
  {
    name: 'netlink with unread data',
    program: `
asked = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
asked.bind((0, 0))
asked.send(struct.pack('IHHII', 20, 18, 0x301, 1, 0) + bytes(4))
time.sleep(0.2)
ready()
wait()`,
    finds: ['other-sockets.unread-netlink'],
  },
]);
