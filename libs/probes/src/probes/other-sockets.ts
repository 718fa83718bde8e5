import { inGroup } from '../probe.ts';

const held = `
ready()
expect(os.fstat(place.fileno()), 'the socket is gone')
`;

/** Sockets of other families. */
export const otherSocketProbes = inGroup('other-sockets', [
  {
    id: 'netlink',
    title: 'a netlink socket',
    program: `
place = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
place.bind((0, 0))
ready()
place.settimeout(1)
place.send(struct.pack('IHHIIB3x', 20, 18, 0x301, 1, 0, 0))
expect(len(place.recv(8192)) > 16, 'no answer arrives')
`,
  },
  {
    id: 'netlink-unread',
    title: 'a netlink socket with an unread answer',
    program: `
place = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
place.bind((0, 0))
place.send(struct.pack('IHHIIB3x', 20, 18, 0x301, 1, 0, 0))
ready()
place.settimeout(1)
expect(len(place.recv(8192)) > 16, 'the answer is lost')
`,
  },
  {
    id: 'packet-socket',
    title: 'a packet socket',
    program: `
place = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
place.bind(('lo', 0))
ready()
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'heron', ('127.0.0.1', 9))
expect(select.select([place], [], [], 1)[0], 'nothing arrives')
`,
  },
  {
    id: 'packet-promiscuous',
    title: 'a packet socket in promiscuous mode',
    program: `
place = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
place.bind(('lo', 0))
place.setsockopt(263, 1, struct.pack('iHH8x', socket.if_nametoindex('lo'), 1, 0))
ready()
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'heron', ('127.0.0.1', 9))
expect(select.select([place], [], [], 1)[0], 'nothing arrives')
`,
  },
  { id: 'vsock', title: 'a vsock socket', program: `place = socket.socket(40, socket.SOCK_STREAM)\n${held}` },
  {
    id: 'alg-socket',
    title: 'a socket of the crypto interface (AF_ALG)',
    program: `
place = socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0)
place.bind(('hash', 'sha256'))
${held}`,
  },
  { id: 'can-socket', title: 'a CAN socket', program: `place = socket.socket(29, socket.SOCK_RAW, 1)\n${held}` },
  { id: 'xdp-socket', title: 'an XDP socket', program: `place = socket.socket(44, socket.SOCK_RAW, 0)\n${held}` },
]);
