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
  {
    name: 'netlink in a group above 32',
    program: `
member = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
member.bind((0, 0))
member.setsockopt(270, 1, 33)
ready()
wait()`,
    finds: ['other-sockets.netlink-groups'],
  },
  {
    name: 'a packet socket that joined twice',
    program: `
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
for _ in range(2): packets.setsockopt(263, 1, struct.pack('iHH8s', 1, 0, 6, bytes.fromhex('01005e000001')))
ready()
wait()`,
    finds: ['other-sockets.joined-twice'],
  },
  {
    name: 'a unix socket of a network namespace nobody of the tree lives in',
    program: `
child = os.fork()
if child == 0:
    libc.unshare(0x40000000)
    time.sleep(2)
    os._exit(0)
time.sleep(0.3)
there = os.open(f'/proc/{child}/ns/net', os.O_RDONLY)
home = os.open('/proc/self/ns/net', os.O_RDONLY)
os.kill(child, 9)
os.waitpid(child, 0)
libc.setns(there, 0x40000000)
foreign = socket.socketpair()
libc.setns(home, 0x40000000)
os.close(there)
os.close(home)
ready()
wait()`,
    finds: ['other-sockets.foreign-namespace'],
  },
]);
