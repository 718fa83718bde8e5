import type { KnownError } from './known-error.ts';

/** What processes share, sessions and namespaces (criu/cr-dump.c, criu/namespaces.c, criu/pstree.c). */
export const sharingErrors: readonly KnownError[] = [
  {
    id: 'shared-address-space',
    pattern: "Can't make VM id for (?<pid>\\d+)",
    meaning:
      'Process {pid} shares its memory with another process (vfork or clone with CLONE_VM). CRIU can save only threads that do so.',
    remedies: [
      'Try again: after vfork this state lasts only until the child starts its program.',
      'If it stays, the program cannot be dumped.',
    ],
  },
  {
    id: 'shared-directories',
    pattern: "Can't make FS id for (?<pid>\\d+)",
    meaning:
      'Process {pid} shares its working directory and root with another process (CLONE_FS), which CRIU cannot restore.',
    remedies: ['There is no option for it: the program must start its processes without CLONE_FS.'],
  },
  {
    id: 'shared-descriptors',
    pattern: "Can't make FILES id for (?<pid>\\d+)",
    meaning:
      'Process {pid} shares its descriptor table with a process that is not its parent, which CRIU cannot restore.',
    remedies: ['There is no option for it: the program must start its processes without CLONE_FILES.'],
  },
  {
    id: 'shared-signal-handlers',
    pattern: "Can't make IO id for (?<pid>\\d+)",
    meaning:
      'Process {pid} shares its signal handlers with another process (CLONE_SIGHAND), which CRIU cannot restore.',
    remedies: ['There is no option for it: the program must start its processes without CLONE_SIGHAND.'],
  },
  {
    id: 'nested-namespace',
    pattern: "Can't dump nested (?<kind>\\w+) namespace for (?<pid>\\d+)",
    meaning:
      'Process {pid} is in a {kind} namespace of its own inside the tree. CRIU saves only one of this kind per tree.',
    remedies: [
      'Dump the inner part by itself, with its own first process as root.',
      'Or start the program without the inner namespace.',
    ],
  },
  {
    id: 'pid-namespace-without-init',
    pattern: "Can't dump a pid namespace without the process init",
    meaning:
      'The tree lives in a pid namespace, but the process that was named is not the first one of that namespace.',
    remedies: [
      'Dump the process with pid 1 of the namespace, for a container its init; a container is best dumped by its runtime.',
    ],
  },
  {
    id: 'user-namespace-mismatch',
    pattern: "namespaces doesn't belong to the target user namespace",
    meaning: 'The tree has a user namespace, but other namespaces of it belong to another one.',
    remedies: [
      'There is no option for it: start the workload so that all of its namespaces are made inside its user namespace.',
    ],
  },
  {
    id: 'namespace-unreadable',
    pattern: "Can't make (?<kind>pidns|netns|mntns|userns|utsns|ipcns|cgroup|timens) id|No NS ID with kid \\d+",
    meaning:
      'A namespace is used, for example by an open descriptor, in which no process of the tree lives. CRIU cannot save it.',
    remedies: ['Close the descriptor of the namespace, or include its processes in the tree.'],
  },
  {
    id: 'session-leader-outside',
    pattern: 'A session leader of (zombie process )?(?<pid>\\d+)\\(\\d+\\) is outside of its pid namespace',
    meaning:
      'The session of process {pid} was begun outside of its pid namespace, as it is after `docker exec` or `nsenter`.',
    remedies: ['Start the program through setsid inside the container.'],
  },
  {
    id: 'not-session-leader',
    pattern: 'The root process (?<pid>\\d+) is not a session leader\\. Consider using --shell-job option',
    meaning: 'Process {pid} was started from a shell and belongs to that session, which is not dumped along with it.',
    remedies: ['Dump and restore with --shell-job.', 'Or start the program with `setsid`, or as a service.'],
  },
  {
    id: 'root-dead',
    pattern: 'A root task is dead',
    meaning: 'The process at the top of the tree has already ended and waits only to be collected.',
    remedies: ['Choose another process as root.'],
  },
  {
    id: 'pid-conflict-with-dead',
    pattern: 'Conflict with a dead task with the same PID as of this thread',
    meaning: 'A file of /proc of an ended process is still open, and its id is used again by a thread of the tree.',
    remedies: ['Close the file, or restart the program.'],
  },
  {
    id: 'pid-reused-since-parent',
    pattern: 'Pid-reuse detection failed',
    meaning:
      'The earlier dump that this one builds upon does not say when it was made, so reused process ids cannot be told.',
    remedies: ['Start a new chain of dumps, and keep the inventory of each.'],
  },
];
