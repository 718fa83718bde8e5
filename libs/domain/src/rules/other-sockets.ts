import type { OtherSocket } from '../facts/index.ts';
import { unboundInetNames } from './connection-states.ts';
import { defineRule, type Reported } from './rule.ts';

/** Families CRIU saves although no inet or unix table lists them; a netlink socket is listed once it is bound. */
const handled = new Set(['netlink', 'packet', 'NETLINK', ...unboundInetNames]);

export const otherSockets = defineRule({
  id: 'other-sockets',
  title: 'Sockets of other families',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['otherSockets'],
  couldBlock: true,
  findings: {
    family: {
      severity: 'blocker',
      message:
        'Process {pid} has a socket of the family {family}, which CRIU does not know or cannot find in the tables of the kernel.',
      noticed: 'frozen',
      criuError:
        'BUG! Unknown socket collected|are not collected|Unsupported proto \\d+ for socket|Unsupported socket family',
      remedies: [
        {
          text: 'Close the socket before the dump. Go programs open MPTCP sockets by default: GODEBUG=multipathtcp=0 turns that off.',
        },
      ],
    },
    unreadable: {
      severity: 'not-evaluated',
      message: 'Process {pid} has a socket that no table of the kernel lists, and its protocol could not be read.',
      noticed: 'frozen',
      criuError: null,
      remedies: [{ text: 'Look again as root with the full agent, whose native part reads the protocol.' }],
    },
    'unread-netlink': {
      severity: 'blocker',
      message:
        'The netlink socket of process {pid} holds {bytes} unread bytes. CRIU refuses a netlink socket with data.',
      noticed: 'frozen',
      criuError: 'The socket has data to read',
      remedies: [{ text: 'Look again a moment later, when the program has read its messages.' }],
    },
  },
  evaluate: ({ otherSockets: sockets }) => sockets.flatMap((socket) => judgeSocket(socket) ?? []),
});

type Kind = 'family' | 'unreadable' | 'unread-netlink';

const judgeSocket = ({ family, pids, details }: OtherSocket): Reported<Kind> | null => {
  const pid = Math.min(...pids);
  const about = (kind: Kind, more: Record<string, string>): Reported<Kind> => ({
    kind,
    subject: { kind: 'socket', pid },
    evidence: { pid: String(pid), family, ...more },
  });
  if (family === 'unknown') return about('unreadable', {});
  if (!handled.has(family)) return about('family', {});
  const bytes = details.Rmem ?? '0';
  return family === 'netlink' && Number(bytes) > 0 ? about('unread-netlink', { bytes }) : null;
};
