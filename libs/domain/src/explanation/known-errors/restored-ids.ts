import type { KnownError } from './known-error.ts';

/** Process ids and sessions at restore (criu/cr-restore.c, criu/pstree.c). */
export const restoredIdErrors: readonly KnownError[] = [
  {
    id: 'pid-taken',
    pattern: "Can't fork for (?<pid>\\d+): File exists",
    meaning:
      'The process id {pid} of the tree is taken here, by a process, a thread, or a zombie that nobody has collected.',
    remedies: ['End what holds it (look at /proc/{pid}), or restore in a pid namespace of its own.'],
  },
  {
    id: 'pid-mismatch',
    pattern: 'Pid (?<pid>\\d+) do not match expected|Thread pid mismatch|Setting PID failed|Can.t set last_pid',
    meaning:
      'A process or thread did not get the id it had: the id is taken, or this kernel does not let it be chosen.',
    remedies: ['End what holds the id, or restore in a pid namespace of its own; use kernel 5.5 or newer.'],
  },
  {
    id: 'fork-refused',
    pattern: "Can't fork for (?<pid>\\d+): (?<reason>.*)|Unable to create a thread",
    meaning: 'A process or thread could not be made again ({reason}). A limit of processes is usually the reason.',
    remedies: ['Raise pids.max of the cgroup, ulimit -u and kernel.threads-max.'],
  },
  {
    id: 'own-ids-collide',
    pattern: 'Current (?<kind>sid|gid) (?<id>\\d+) intersects with',
    meaning: 'The session or group of the shell that started the restore has a number ({id}) that the tree needs.',
    remedies: ['Start the restore from another shell.'],
  },
  {
    id: 'pid-max',
    pattern: "Can't set kernel pid_max",
    meaning: 'The tree has process ids beyond kernel.pid_max of this host, and CRIU may not raise it.',
    remedies: ['Raise the sysctl kernel.pid_max.'],
  },
  {
    id: 'pid-namespace-init',
    pattern:
      "Can't restore pid namespace without the process init|First PID in a PID namespace needs to be|Unable to restore into an empty PID namespace",
    meaning: 'The pid namespace of the tree has no first process in the images.',
    remedies: ['Dump again from the process with pid 1 of that namespace.'],
  },
  {
    id: 'pid-namespace-needed',
    pattern: 'This process tree can only be restored in a new pid namespace',
    meaning: 'The processes of this tree can get their ids only in a pid namespace of their own.',
    remedies: [
      'Restore through `unshare --pid --fork --mount-proc`, or give --shell-job when the dump was made with it.',
    ],
  },
  {
    id: 'pid-namespace-not-given',
    pattern: 'Unable to find an external pidns|Unable to enter existing PID namespace',
    meaning: 'The pid namespace was marked as given from outside, and the restore did not get it.',
    remedies: ['Restore with --inherit-fd fd[N]:KEY for it.'],
  },
  {
    id: 'session-not-restorable',
    pattern:
      "Can't restore sid|Requested sid \\d+ doesn't match inherited|Can't figure out which sid|Can't find a session leader for (?<sid>\\d+)",
    meaning: 'The session of a process cannot be made again: its leader is not in the images.',
    remedies: [
      'Restore with --shell-job when the dump was made with it.',
      'Else start the program anew with setsid, and dump that.',
    ],
  },
  {
    id: 'group-not-restorable',
    pattern: "Can't restore pgid",
    meaning: 'A process group of the tree cannot be made again: its leader is not in the images or in another session.',
    remedies: ['Start the program anew with setsid, and dump that.'],
  },
  {
    id: 'death-at-restore',
    pattern: '(?<pid>\\d+) killed by signal (?<signal>\\d+): (?<name>.*)|(?:\\d+) stopped by signal',
    meaning:
      'A process that was being restored died by signal {signal} ({name}) before it could run. 9 without another error usually means that memory was short; 11 and 4 that images or processor do not fit.',
    remedies: [
      'Look at the last lines of that process above and at dmesg.',
      'See with `godwit images DIR` whether the images are whole.',
    ],
  },
];
