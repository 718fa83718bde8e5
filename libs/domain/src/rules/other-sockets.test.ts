import { buildBundle, buildOtherSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type OtherSocket } from '../facts/index.ts';
import { otherSockets } from './other-sockets.ts';

const judged = (changes: Partial<OtherSocket>): FactBundle =>
  buildBundle({ tree: { otherSockets: known([buildOtherSocket(changes)]) } });

describeRule(otherSockets, {
  silent: [
    { name: 'netlink without data', source: judged({}) },
    { name: 'packet sockets', source: judged({ family: 'packet' }) },
    {
      name: 'a fresh TCP socket, which no table lists yet',
      source: judged({ family: 'TCPv6', listed: false, details: {} }),
    },
    { name: 'a fresh netlink socket', source: judged({ family: 'NETLINK', listed: false, details: {} }) },
    {
      name: 'bound netlink in the first groups',
      source: judged({ details: { Rmem: '0', Pid: '77', Members: '1 32', HasGroups: 'true' } }),
    },
    { name: 'a packet socket that joined once', source: judged({ family: 'packet', details: { Joined: '1' } }) },
  ],
  fires: [
    {
      name: 'a socket of a family CRIU does not know',
      source: judged({ family: 'AF_VSOCK', listed: false, details: {} }),
      finding: { id: 'other-sockets.family', severity: 'blocker' },
      criuLine: 'Error (criu/sockets.c:767): sockets: BUG! Unknown socket collected (family 40)',
    },
    {
      name: 'a socket whose protocol could not be read',
      source: judged({ family: 'unknown', listed: false, details: {} }),
      finding: { id: 'other-sockets.unreadable', severity: 'not-evaluated' },
    },
    {
      name: 'netlink with unread data',
      source: judged({ details: { Rmem: '768' } }),
      finding: { id: 'other-sockets.unread-netlink' },
      criuLine: 'Error (criu/sk-netlink.c:77): netlink: The socket has data to read',
    },
    {
      name: 'a unix socket of a network namespace outside',
      source: judged({ family: 'UNIX-STREAM', listed: false, details: { namespace: '4026539999' } }),
      finding: { id: 'other-sockets.foreign-namespace', severity: 'blocker' },
      criuLine: 'Error (criu/sk-unix.c:351): unix: Unix socket 5397295 not found',
    },
    {
      name: 'a TCP listener of a network namespace outside',
      source: judged({ family: 'TCP', listed: false, details: { namespace: '4026539999', state: '10' } }),
      finding: { id: 'other-sockets.foreign-namespace' },
      criuLine: 'Error (criu/sk-inet.c:322): inet: Socket state 10 obtained but expected 7',
    },
    {
      name: 'a datagram socket of a network namespace outside',
      source: judged({ family: 'UDP', listed: false, details: { namespace: '4026539999' } }),
      finding: { id: 'other-sockets.moved-namespace', severity: 'caution' },
    },
    {
      name: 'netlink in a group above 32',
      source: judged({ details: { Rmem: '0', Pid: '77', Members: '3 33', HasGroups: 'true' } }),
      finding: { id: 'other-sockets.netlink-groups', evidence: { pid: '100', family: 'netlink', group: '33' } },
      criuLine: 'Error (criu/sk-netlink.c:134): netlink: The netlink socket 0x4f19a0 has more than 32 groups',
    },
    {
      name: 'netlink in a group without being bound',
      source: judged({ details: { Rmem: '0', Pid: '0', Members: '1', HasGroups: 'true' } }),
      finding: { id: 'other-sockets.netlink-groups' },
      criuLine:
        'Error (criu/sk-netlink.c:138): netlink: The netlink socket 0x4f17cd is bound to groups but not to portid',
    },
    {
      name: 'a packet socket that joined twice',
      source: judged({ family: 'packet', details: { Joined: '2' } }),
      finding: { id: 'other-sockets.joined-twice' },
      criuLine: 'Error (criu/sk-packet.c:71): packet: Multiple MC membership not supported (but can be)',
    },
  ],
});
