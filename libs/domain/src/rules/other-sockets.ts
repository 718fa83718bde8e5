import type { OtherSocket } from '../facts/index.ts';
import { unboundInetNames } from './connection-states.ts';
import { defineRule, type Reported } from './rule.ts';

/** Families CRIU saves although no inet or unix table lists them; a netlink socket is listed once it is bound. */
const handled = new Set(['netlink', 'packet', 'NETLINK', ...unboundInetNames]);

/** Families that CRIU looks up in a table of the tree's network namespaces and does not do without. */
const mustBeListed = new Set(['UNIX', 'UNIX-STREAM', 'PACKET']);

export const otherSockets = defineRule({
  id: 'other-sockets',
  title: 'Sockets of other families',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['otherSockets', 'namespaces'],
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
    'foreign-namespace': {
      severity: 'blocker',
      message:
        'Process {pid} has a {family} socket of a network namespace ({namespace}) in which no process of the tree lives. CRIU does not look for sockets there.',
      noticed: 'frozen',
      criuError:
        "Unix socket \\d+ not found|Can't find packet socket|Socket state \\d+ obtained but expected|Unable to dump a socket from an external network namespace",
      remedies: [{ text: 'Close the socket, or choose a root that has a process of that namespace below it.' }],
    },
    'moved-namespace': {
      severity: 'caution',
      message:
        'Process {pid} has a {family} socket of a network namespace ({namespace}) in which no process of the tree lives. CRIU makes it again in the namespace of the tree.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program after the restore.' }],
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
    'netlink-groups': {
      severity: 'blocker',
      message:
        'The netlink socket of process {pid} is a member of group {group}. CRIU saves the groups 1 to 32 only, and only of a socket that is bound.',
      noticed: 'frozen',
      criuError: 'has more than 32 groups|is bound to groups but not to portid|netlink: \\d+ [0-9a-f]+$',
      remedies: [{ text: 'Close the socket before the dump, or bind it before it joins a group.' }],
    },
    'joined-twice': {
      severity: 'blocker',
      message:
        'The packet socket of process {pid} joined the same membership {count} times. CRIU saves a single membership.',
      noticed: 'frozen',
      criuError: 'Multiple MC membership not supported',
      remedies: [{ text: 'Stop the capture before the dump.' }],
    },
  },
  evaluate: ({ otherSockets: sockets, namespaces }) => {
    const own = new Set(namespaces.flatMap(({ kinds }) => kinds.net ?? []));
    return sockets.flatMap((socket) => judgeSocket(socket, own) ?? []);
  },
});

type Kind =
  | 'family'
  | 'foreign-namespace'
  | 'moved-namespace'
  | 'unreadable'
  | 'unread-netlink'
  | 'netlink-groups'
  | 'joined-twice';

type About = (kind: Kind, more: Record<string, string>) => Reported<Kind>;

const judgeSocket = ({ family, pids, details }: OtherSocket, own: Set<string>): Reported<Kind> | null => {
  const pid = Math.min(...pids);
  const about: About = (kind, more) => ({
    kind,
    subject: { kind: 'socket', pid },
    evidence: { pid: String(pid), family, ...more },
  });
  if (family === 'unknown') return about('unreadable', {});
  const { namespace } = details;
  if (namespace !== undefined && !own.has(namespace)) return judgeForeign(family, details, about);
  if (!handled.has(family)) return about('family', {});
  if (family === 'packet')
    return Number(details.Joined ?? '0') > 1 ? about('joined-twice', { count: details.Joined ?? '' }) : null;
  return family === 'netlink' ? judgeNetlink(details, about) : null;
};

/** TCP_CLOSE of include/net/tcp_states.h. */
const closed = '7';

const known = new Set([...handled, ...mustBeListed]);

/** An unbound or datagram socket passes and lands in the namespace of the tree; what is listed elsewhere does not (tried). */
const judgeForeign = (family: string, details: Record<string, string>, about: About): Reported<Kind> => {
  const evidence = { namespace: details.namespace ?? '' };
  if (!known.has(family)) return about('family', {});
  const refused = mustBeListed.has(family) || (details.state ?? closed) !== closed;
  return about(refused ? 'foreign-namespace' : 'moved-namespace', evidence);
};

const judgeNetlink = (details: Record<string, string>, about: About): Reported<Kind> | null => {
  const bytes = details.Rmem ?? '0';
  if (Number(bytes) > 0) return about('unread-netlink', { bytes });
  const groups = (details.Members ?? '').split(' ').filter(Boolean).map(Number);
  const high = groups.find((group) => group > 32);
  if (high !== undefined) return about('netlink-groups', { group: String(high) });
  const unbound = details.Pid === '0' && (groups.length > 0 || details.HasGroups === 'true');
  return unbound ? about('netlink-groups', { group: String(groups[0] ?? 0) }) : null;
};
