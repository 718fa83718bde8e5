import type { KnownError } from './known-error.ts';

/** While the tree is frozen and walked (criu/seize.c, compel/src/lib/infect.c). */
export const freezingErrors: readonly KnownError[] = [
  {
    id: 'criu-inside-tree',
    pattern: 'The criu itself is within dumped tree',
    meaning:
      'CRIU, or the program that started it, is a descendant of the process to be dumped. It would freeze itself.',
    remedies: ['Start CRIU from outside of the tree, for example from another terminal or by a service.'],
  },
  {
    id: 'process-gone',
    pattern:
      'Unable to interrupt task: (?<pid>\\d+) \\(No such process\\)|Failed to open /proc/(?:\\d+)/comm: No such file',
    meaning: 'There is no process with this id any more, or CRIU runs in another pid namespace, where ids differ.',
    remedies: ['Look the process id up again, as the namespace sees it in which CRIU runs.'],
    notAnError: true,
  },
  {
    id: 'process-not-stoppable',
    pattern: 'Unable to interrupt task: (?<pid>\\d+) \\(Operation not permitted\\)',
    meaning:
      'The kernel did not let CRIU stop process {pid}. That is so for a process that is traced by a debugger or strace, for one whose main thread or which itself has already ended (a zombie), and for one that CRIU may not trace.',
    remedies: [
      'Look at State and TracerPid in /proc/{pid}/status: detach the tracer, or let the parent collect the zombie.',
      'If neither is the case, run CRIU with CAP_SYS_PTRACE and look at /proc/sys/kernel/yama/ptrace_scope.',
    ],
    notAnError: true,
  },
  {
    id: 'unseizable',
    pattern: 'Unseizable non-zombie (?<pid>\\d+) found',
    meaning: 'Process {pid} is alive and cannot be stopped: somebody else traces it, or CRIU may not.',
    remedies: ['Detach the debugger or strace.', 'Run CRIU with CAP_SYS_PTRACE.'],
  },
  {
    id: 'task-lost-while-seizing',
    pattern: 'SEIZE \\d+: |Task pid reused while suspending|Unexpected task \\d+ in a tree|Unexpected child \\d+',
    meaning: 'Processes or threads came and went while CRIU was collecting them.',
    remedies: ['Try again.', 'If the tree starts processes all the time, freeze it as a whole with --freeze-cgroup.'],
  },
  {
    id: 'stop-signal-odd',
    pattern: 'unsupported stop signal (?<signal>\\d+)',
    meaning: 'A thread stands still by a signal ({signal}) that CRIU does not know to be a stop.',
    remedies: ['Let the process go on (SIGCONT), detach any tracer, and try again.'],
  },
  {
    id: 'thread-stopped-alone',
    pattern: 'Individually stopped threads not supported',
    meaning: 'One thread of a process is stopped while others run. CRIU knows only whole processes that are stopped.',
    remedies: ['Send SIGCONT, or SIGSTOP, to the whole process.'],
  },
  {
    id: 'zombie-with-threads',
    pattern: 'Zombies with threads are not supported',
    meaning: 'The main thread of a process has ended while others go on. CRIU cannot save such a process.',
    remedies: ['Mend the program so that its main thread waits for the others.'],
  },
  {
    id: 'zombie-thread',
    pattern: 'Zombie thread not supported|Zombie with children|zombie \\d+ .*found while seizing',
    meaning: 'A thread or process was just ending while CRIU collected it.',
    remedies: ['Try again.', 'If it stays, let the parent collect its dead children.'],
  },
  {
    id: 'signal-pending',
    pattern: 'thread with a pending SIGTRAP',
    meaning: 'A SIGTRAP waits for a thread. CRIU uses this signal itself and cannot keep it.',
    remedies: ['Try again once the program has taken the signal.'],
  },
  {
    id: 'freeze-timeout',
    pattern: 'Timeout reached\\. Try to interrupt',
    meaning:
      'Some task did not stop in time. Usually it waits inside the kernel for a disk or a network file system (state D).',
    remedies: [
      'Find the task in state D and mend what it waits for.',
      'Give more time with --timeout; 10 seconds is the default.',
    ],
  },
  {
    id: 'freezer-missing',
    pattern: 'Neither a cgroupv1 \\(freezer\\.state\\) or cgroupv2 \\(cgroup\\.freeze\\) control file found',
    meaning: 'The directory given with --freeze-cgroup is no cgroup that can be frozen.',
    remedies: ['Give the cgroup that holds the tree, with its full path below /sys/fs/cgroup.'],
  },
  {
    id: 'freezer-stuck',
    pattern:
      'Unable to freeze cgroup|Unable to (freeze|thaw) tasks|Unknown freezer state|Unable to restore freezer state',
    meaning:
      'The cgroup did not reach the wanted state: a task in it waits inside the kernel, or somebody else freezes it too.',
    remedies: ['Thaw the cgroup by hand and look for tasks in state D, then try again with a longer --timeout.'],
  },
  {
    id: 'children-unreadable',
    pattern: "Can't open (?<pid>\\d+)/task/.+/children",
    meaning: 'The kernel does not list the children of a process: it was built without CONFIG_PROC_CHILDREN.',
    remedies: ['Use a kernel with CONFIG_CHECKPOINT_RESTORE and CONFIG_PROC_CHILDREN.'],
  },
];
