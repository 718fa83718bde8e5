import type { KnownError } from './known-error.ts';

/** Network namespaces, IPC objects and cgroups, at dump and at restore (criu/net.c, criu/tun.c, criu/ipc_ns.c, criu/cgroup.c). */
export const networkErrors: readonly KnownError[] = [
  {
    id: 'link-unsupported',
    pattern: 'Unsupported link (?<index>\\d+) \\(type (?<type>\\d+) kind (?<kind>.*?)\\)',
    meaning: 'The network namespace of the tree has an interface of a kind ({kind}) that CRIU cannot make again.',
    remedies: [
      'Remove the interface before the dump.',
      'Or leave the network to others: --external net[INODE]:KEY, or --empty-ns net.',
    ],
  },
  {
    id: 'tun-of-host',
    pattern: 'Net namespace is required to dump tun link',
    meaning: 'The tree holds a tun or tap device of the host network.',
    remedies: ['Start the workload in a network namespace of its own, or stop the tunnel before the dump.'],
  },
  {
    id: 'tun-filter',
    pattern: "tun: Can't dump .* with filter on-board|No info about .* filter, kernel is too old",
    meaning: 'A tun device has a packet filter, which CRIU cannot save.',
    remedies: ['Remove the filter before the dump.'],
  },
  {
    id: 'tun-not-restored',
    pattern: "tun: Can't (create|open|attach|make) ",
    meaning: 'A tun device could not be made again: /dev/net/tun is missing or its name is taken.',
    remedies: ['Load the module tun on this host and free the name of the device.'],
  },
  {
    id: 'network-tool-missing',
    pattern: 'IP tool failed on|execvp\\("(?<tool>ip|tar|sh)", \\.\\.\\.\\) failed',
    meaning:
      'CRIU calls other programs to save the network and file systems of a namespace, and one is missing or failed.',
    remedies: ['Install iproute2, iptables and tar on this host.'],
  },
  {
    id: 'link-not-restored',
    pattern:
      "Can't restore link|Unknown peer net namespace|a macvlan parent for .* is required|Unable to create a veth pair|Unable to restore network links",
    meaning: 'A network interface of the tree could not be made again.',
    remedies: [
      'Name the outer interface with --external veth[IN]:OUT or macvlan[NAME]:PARENT, and load the modules here.',
    ],
  },
  {
    id: 'network-namespace-not-given',
    pattern: 'Unable to find an external netns',
    meaning: 'The network namespace was marked as given from outside, and the restore did not get it.',
    remedies: ['Restore with --inherit-fd fd[N]:KEY for it.'],
  },
  {
    id: 'firewall-not-restored',
    pattern: "Can't restore ip6?tables dump - no legacy version|Unable to restore nftables|Unable to write iptables",
    meaning: 'The firewall rules of the namespace need a tool that is not on this host.',
    remedies: ['Install the same flavour of iptables (legacy or nft) as on the source.'],
  },
  {
    id: 'setting-unknown',
    pattern: "Can't open sysctl|sysctl is inaccessible|Failed to \\w+ .*/<(confs|sysctls)>",
    meaning: 'A network setting of the source does not exist on this kernel.',
    remedies: ['Restore with --weak-sysctls, which leaves such settings out.'],
  },
  {
    id: 'ipc-not-collected',
    pattern: 'Failed to (collect|get stats for IPC|get (sem|shm|msq))',
    meaning: 'The System V objects of the namespace could not be read.',
    remedies: ['Look at them with ipcs inside the namespace; run CRIU as root.'],
  },
  {
    id: 'ipc-not-restored',
    pattern:
      'Failed to (restore|create|set desired IPC) (sem|shm|msg)|Failed to prepare (shm segment|semaphores set|messages queue)',
    meaning: 'A System V object could not be made again: its id is taken or the limits of this host are too small.',
    remedies: ['Restore in an IPC namespace of its own, and raise kernel.shmmax, kernel.sem or kernel.msgmnb.'],
  },
  {
    id: 'cgroup-not-mounted',
    pattern:
      "cg: (Unable to mount the cgroup|Unable to (create|configure|open) the cgroup|Unable to mount|\\s*Can't mount controller dir)",
    meaning: 'CRIU could not mount a cgroup hierarchy to read or restore the groups of the tree.',
    remedies: ['Use --manage-cgroups=ignore, or give mounted ones with --cgroup-yard.'],
  },
  {
    id: 'cgroup-path',
    pattern: 'invalid cgroup configuration, .* is not a suffix of',
    meaning: 'The cgroup of a process does not fit to its cgroup namespace.',
    remedies: ['Dump with --manage-cgroups=ignore.'],
  },
  {
    id: 'cgroup-missing',
    pattern: "cg: Cgroup dir (?<path>.+) doesn't exist",
    meaning: 'The cgroup {path} of the tree is not on this host, and CRIU was told not to make it.',
    remedies: ['Make it, or restore with --manage-cgroups=soft, or place the tree elsewhere with --cgroup-root.'],
  },
  {
    id: 'cgroup-exists',
    pattern: 'Abort restore of existing cgroups',
    meaning: 'A cgroup of the tree is already there, and the strict mode forbids to use it.',
    remedies: ['Remove the cgroup, or restore with --manage-cgroups=soft.'],
  },
  {
    id: 'cgroup-move-refused',
    pattern: "cg: Can't move .*into (?<path>\\S+)",
    meaning:
      'A task could not be moved into the cgroup {path}: its cpuset is empty, it may hold no processes itself, or CRIU may not.',
    remedies: [
      'Mend the cgroup (cpuset.cpus and cpuset.mems, subtree_control), or restore with --manage-cgroups=ignore.',
    ],
  },
  {
    id: 'cgroup-option-wrong',
    pattern: '^cg-prop: ',
    meaning: 'The description of cgroup properties given with --cgroup-props cannot be understood.',
    remedies: ['Mend the description, or leave the option out: the common properties are known without it.'],
  },
  {
    id: 'cgroup-property-refused',
    pattern: 'cg: (Failed (writing|closing) |bad cgroup path|Restoring special)',
    meaning: 'A property of a cgroup could not be written as it was.',
    remedies: ['Restore with --manage-cgroups=none or ignore.'],
  },
];
