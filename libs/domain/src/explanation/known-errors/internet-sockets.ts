import type { KnownError } from './known-error.ts';

/** Internet sockets and the network lock, at dump and at restore (criu/sk-inet.c, criu/sk-tcp.c, criu/netfilter.c). */
export const internetSocketErrors: readonly KnownError[] = [
  {
    id: 'tcp-connected',
    pattern: 'Connected TCP socket, consider using --(?<option>[\\w-]+) option',
    meaning:
      'The tree has TCP connections. CRIU saves them only when told to, because they are blocked until the restore.',
    remedies: [
      'Dump and restore with --tcp-established, when the address moves along.',
      'Or with --tcp-close, which ends the connections.',
    ],
  },
  {
    id: 'tcp-connected-in-images',
    pattern: 'Connected TCP socket in image',
    meaning: 'The images hold TCP connections, and the restore was started without saying what to do with them.',
    remedies: ['Restore with --tcp-established, or with --tcp-close to end the connections.'],
  },
  {
    id: 'tcp-close-missing',
    pattern: 'Need to set the --tcp-close options',
    meaning: 'The dump was made with --tcp-close, and the restore was not.',
    remedies: ['Restore with --tcp-close.'],
  },
  {
    id: 'tcp-in-flight',
    pattern: 'In-flight connection \\(l\\) for (?<inode>[\\da-f]+)|In-flight connections can be ignored',
    meaning: 'A listening socket has connections that the program has not accepted yet. CRIU cannot save them.',
    remedies: ['Dump with --skip-in-flight: those clients must connect again.', 'Or try again at a quieter moment.'],
  },
  {
    id: 'protocol-unsupported',
    pattern: 'Unsupported proto (?<protocol>\\d+) for socket|consider using "GODEBUG=multipathtcp=0"',
    meaning: 'A socket uses the protocol {protocol} (262 is multipath TCP, 132 SCTP), which CRIU cannot save.',
    remedies: ['Start Go programs with GODEBUG=multipathtcp=0.', 'Else start the program without that protocol.'],
  },
  {
    id: 'udp-corked',
    pattern: "Can't dump corked dgram socket",
    meaning: 'A UDP socket holds back a datagram that is not complete (UDP_CORK).',
    remedies: ['Let the program send it, then try again.'],
  },
  {
    id: 'socket-option-refused',
    pattern: "Can't (get|set) 1:16 opt: Operation not supported",
    meaning:
      'This kernel (6.16 or newer) refuses SO_PASSCRED on internet sockets, and this CRIU does not know it: no process with such a socket can be dumped or restored.',
    remedies: ['Use CRIU 4.2 or newer.'],
  },
  {
    id: 'network-lock-tool-missing',
    pattern:
      '(sh: )?(\\d+: )?(?<tool>ip6?tables(-restore)?)(: command)?:? not found|execvp\\("(?:ip6?tables-restore)", \\.\\.\\.\\) failed',
    meaning: 'CRIU locks connections with iptables while it saves them, and the program iptables is not on this host.',
    remedies: ['Dump with --network-lock nftables.', 'Or install iptables.'],
    notAnError: true,
    precedes: 'exited, status=|Iptables configuration failed|Locking network failed',
  },
  {
    id: 'network-lock-failed',
    pattern:
      'Iptables configuration failed|Failed to lock TCP connection|Locking (network|connection) failed|iptables-restore -w failed',
    meaning:
      'The connections of the tree could not be locked, so that packets of the other ends would be answered wrongly.',
    remedies: [
      'Dump with --network-lock nftables, or with iptables when that is what works here.',
      'Look at the output of the firewall tool in the lines before.',
    ],
  },
  {
    id: 'nftables-not-built-in',
    pattern: 'CRIU was built without libnftables|nft command error|Cannot generate CRIU.s nftables table name',
    meaning: 'The network lock by nftables was asked for, and this CRIU or this kernel cannot do it.',
    remedies: ['Use --network-lock iptables, or a CRIU built with libnftables.'],
  },
  {
    id: 'address-missing',
    pattern: "Can't bind inet socket.*Cannot assign requested address",
    meaning: 'A socket of the tree is bound to an address that this host does not have.',
    remedies: ['Give the address to this host before the restore (a service address must move first).'],
  },
  {
    id: 'port-taken',
    pattern: "Can't bind inet socket.*Address already in use|Can't listen on a socket: Address already in use",
    meaning: 'A port of the tree is taken on this host.',
    remedies: ['End the program that holds it (`ss -lntup`), or restore in a network namespace of its own.'],
  },
  {
    id: 'port-not-allowed',
    pattern: "Can't bind inet socket.*Permission denied",
    meaning: 'The tree listens on a low port, and CRIU may not do so here.',
    remedies: ['Run the restore with CAP_NET_BIND_SERVICE, or lower net.ipv4.ip_unprivileged_port_start.'],
  },
  {
    id: 'interface-missing',
    pattern: "couldn't find if(index|name) for",
    meaning:
      'A socket is bound to a network interface that is not on this host, or a link-local address came without one.',
    remedies: ['Make an interface of that name, or bind the socket with SO_BINDTODEVICE before the dump.'],
  },
  {
    id: 'connection-not-restored',
    pattern:
      "Can't connect inet socket back|Can't restore (send|recv|.*) queue data|libsoccr_save\\(\\) failed|Can't bind inet socket back",
    meaning: 'A TCP connection could not be built again: no route leads to its other end, or its data does not fit.',
    remedies: [
      'Look at routes and addresses of this host.',
      'Or restore with --tcp-close, which ends the connections.',
    ],
  },
];
