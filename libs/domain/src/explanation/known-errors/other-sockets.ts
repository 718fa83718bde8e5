import type { KnownError } from './known-error.ts';

/** Unix sockets and all other families, at dump and at restore (criu/sk-unix.c, criu/sk-netlink.c, criu/sockets.c). */
export const otherSocketErrors: readonly KnownError[] = [
  {
    id: 'unix-outside',
    pattern: 'External socket is used\\. Consider using --ext-unix-sk',
    meaning:
      'A unix socket of the tree leads to a process outside: to a service such as the system log or D-Bus, or to the program that started the tree.',
    remedies: [
      'For datagram sockets dump and restore with --ext-unix-sk; the path must be served again at restore.',
      'Stream sockets cannot be kept: close the connection, or let it be cut with --external unix[INODE].',
    ],
  },
  {
    id: 'unix-outside-in-images',
    pattern: 'External socket found in image',
    meaning:
      'The images hold a unix socket that leads outside of the tree, and the restore was not told to connect it.',
    remedies: ['Restore with --ext-unix-sk.'],
  },
  {
    id: 'unix-half-connection',
    pattern: "Can't dump half of stream unix connection",
    meaning: 'A stream unix socket of the tree is connected to a process outside. Half a connection cannot be saved.',
    remedies: [
      'Close the connection, or let it be cut with --external unix[INODE].',
      'Or dump both processes as one tree.',
    ],
  },
  {
    id: 'unix-nameless-peer',
    pattern: "Can't dump name-less external socket",
    meaning: 'A unix socket leads outside to a socket without a name, so that it could not be found again.',
    remedies: ['Close the connection before the dump.'],
  },
  {
    id: 'unix-peer-lost',
    pattern: 'Unix socket \\d+ (with unreachable peer|without peer)|Dangling connection|Peer \\d+ unresolved',
    meaning: 'The other end of a unix socket is closed or cannot be found.',
    remedies: ['Let the program close its end, then try again.'],
  },
  {
    id: 'unix-in-flight',
    pattern: 'Non-empty write queue on an in-flight socket|Found a closed in-flight socket|unix: In-flight connection',
    meaning: 'A unix connection waits to be accepted and already carries data, or was closed again.',
    remedies: ['Try again once the program has accepted it.'],
  },
  {
    id: 'unix-peer-not-served',
    pattern: "unix: Can't connect \\d+ socket: (?<reason>.*)",
    meaning: 'The tree had a unix socket to a service outside, and nobody serves that path here ({reason}).',
    remedies: ['Start the service that the tree talked to, for example the system log, then restore.'],
  },
  {
    id: 'unix-bind-failed',
    pattern: "unix: (ghost: )?Can't bind (on socket )?id .* addr (?<path>.+): (?<reason>.*)",
    meaning: 'The unix socket {path} could not be made again ({reason}).',
    remedies: ['Make its directory, or remove a socket that another program left there.'],
  },
  {
    id: 'unix-name-unresolved',
    pattern:
      "Can't resolve name for socket|Unable to resolve unix socket name with obsolete method|SIOCUNIXFILE|Unix socket \\d+ not found",
    meaning: 'The path of a unix socket cannot be found out, or the socket is of another network namespace.',
    remedies: ['Use kernel 4.10 or newer, and dump from the network namespace of the tree.'],
  },
  {
    id: 'message-in-flight',
    pattern:
      'More than 1 SCM is not possible|Control messages in queue, not supported|Unsupported scm|Unexpected 2nd SCM_RIGHTS',
    meaning: 'A message on its way through a socket carries descriptors or credentials that CRIU cannot save.',
    remedies: ['Let the program read its sockets, then try again.'],
  },
  {
    id: 'socket-family-unknown',
    pattern: 'Unknown socket collected \\(family (?<family>\\d+)\\)|Unsupported socket family: (?:\\d+)',
    meaning:
      'A socket is of a family ({family}) that CRIU cannot save; 40 is vsock, 38 the crypto interface, 29 CAN, 44 XDP.',
    remedies: ['Close the socket, or start the program without the feature that opened it.'],
  },
  {
    id: 'socket-not-collected',
    pattern:
      'Sockets \\(family (?<family>\\d+) proto (?<protocol>\\d+)\\) are not collected|Unknown pair family|Diag module missing',
    meaning:
      'The kernel does not list the sockets of one kind (family {family}, protocol {protocol}): its module for that is missing.',
    remedies: [
      'Load unix_diag, inet_diag, tcp_diag, udp_diag, raw_diag, af_packet_diag and netlink_diag on this host.',
    ],
  },
  {
    id: 'socket-of-other-network',
    pattern: 'Unable to dump a socket from an external network namespace',
    meaning: 'A socket of the tree belongs to a network namespace that no process of the tree is in.',
    remedies: ['Close the socket, or dump the tree together with that namespace.'],
  },
  {
    id: 'netlink-data',
    pattern: 'netlink: The socket has data to read',
    meaning: 'Answers of the kernel wait in a netlink socket. CRIU cannot save them.',
    remedies: ['Try again once the program has read them.'],
  },
  {
    id: 'netlink-groups',
    pattern: 'has more than 32 groups|Groups above 32 are not supported|bound to groups but not to portid',
    meaning: 'A netlink socket has joined groups that CRIU cannot restore.',
    remedies: ['Close the socket before the dump.'],
  },
  {
    id: 'packet-membership',
    pattern: 'Multiple MC membership not supported|Unknown mc membership type',
    meaning: 'A packet socket (a sniffer) has memberships that CRIU cannot restore.',
    remedies: ['Stop the sniffer before the dump.'],
  },
  {
    id: 'socket-buffer',
    pattern: 'SO_(SND|RCV)BUF(FORCE)?|BUFFORCE',
    meaning: 'The size of a socket buffer could not be set: that needs CAP_NET_ADMIN.',
    remedies: ['Run the restore with CAP_NET_ADMIN.'],
  },
];
