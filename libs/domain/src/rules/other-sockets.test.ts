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
  ],
});
