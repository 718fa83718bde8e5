import type { KnownError } from './known-error.ts';

/** Seccomp, security modules and timers, at dump and at restore (criu/seccomp.c, criu/lsm.c, criu/apparmor.c). */
export const securityErrors: readonly KnownError[] = [
  {
    id: 'seccomp-not-suspended',
    pattern:
      "suspending seccomp failed|couldn't suspend seccomp|failed to suspend seccomp|doesn't support PTRACE_O_SUSPEND_SECCOMP",
    meaning:
      'CRIU could not lift the seccomp filter of a process while it works in it. It needs CAP_SYS_ADMIN and must not be filtered itself.',
    remedies: ['Run CRIU outside of any container with a seccomp profile, as root, on kernel 4.3 or newer.'],
  },
  {
    id: 'seccomp-filter-unreadable',
    pattern: "seccomp: Can't (fetch|collect) (filter|seccomp)|Dumping seccomp filters not supported",
    meaning: 'The kernel does not hand out the seccomp filters of the process.',
    remedies: ['Use a kernel built with CONFIG_CHECKPOINT_RESTORE, and run CRIU with CAP_SYS_ADMIN.'],
  },
  {
    id: 'seccomp-not-restored',
    pattern: 'seccomp: (PR_SET_SECCOMP|SECCOMP_SET_MODE_FILTER|SECCOMP_MODE_STRICT) returned (?<code>-?\\d+)',
    meaning:
      'The kernel refused to load the seccomp filter again ({code}): it uses something that this kernel does not know, or CRIU lacks CAP_SYS_ADMIN.',
    remedies: ['Restore on the same or a newer kernel, as root.'],
  },
  {
    id: 'apparmor-parser',
    pattern: 'apparmor parsing failed',
    meaning: 'The AppArmor namespace of the tree must be relaxed with apparmor_parser, which is missing or failed.',
    remedies: ['Install apparmor_parser on the host.'],
  },
  {
    id: 'selinux-label',
    pattern: 'Invalid selinux context',
    meaning: 'The SELinux label of the process could not be read as one.',
    remedies: ['Look at /proc/PID/attr/current of the process.'],
  },
  {
    id: 'security-profile-refused',
    pattern: "can't write lsm profile (?<code>-?\\d+)",
    meaning:
      'The security module refused the profile that the process had ({code}): it is not loaded on this host, or CRIU may not change to it.',
    remedies: ['Load the profile here, or name another one with --lsm-profile.'],
  },
  {
    id: 'security-module-missing',
    pattern: '(apparmor|selinux) LSM specified but \\w+ not supported by kernel|mismatched lsm types',
    meaning: 'The dump was made under another security module than this host has.',
    remedies: ['Restore on a host with the same security module, or without --lsm-profile.'],
  },
  {
    id: 'scheduling-not-restorable',
    pattern: 'Inconsistent sched params received \\((?<policy>\\d+)\\.',
    meaning:
      'A thread used the scheduling policy {policy} (6 is SCHED_DEADLINE, 7 SCHED_EXT). CRIU saves it without a word and cannot restore it.',
    remedies: ['Change the policy before the next dump with `chrt --other --pid 0 TID`. This dump cannot be restored.'],
  },
  {
    id: 'timers-unreadable',
    pattern: "Can't read posix timers file|Have no NSpid support to dump notify thread id",
    meaning: 'The kernel does not tell the POSIX timers of the process.',
    remedies: ['Use a kernel built with CONFIG_CHECKPOINT_RESTORE.'],
  },
  {
    id: 'timer-ids',
    pattern: "Can't create timers, kernel don't give them consequently|Can't create posix timer",
    meaning: 'POSIX timers could not be made again with the numbers they had.',
    remedies: ['Restore on kernel 6.15 or newer, which lets numbers be chosen.'],
  },
  {
    id: 'capability-not-restorable',
    pattern: 'Unable to (drop|restore|raise|read) (ambient )?capabilit|capset: ',
    meaning: 'The restored task had capabilities that CRIU itself does not have here.',
    remedies: ['Run the restore as root with all capabilities that the workload had (CapPrm in /proc/PID/status).'],
  },
  {
    id: 'user-not-restorable',
    pattern:
      "Unable to set real, effective and saved (user|group) ID|Can't setgroups|Unable to set fs[ug]id|Unable to set (user|group) ID",
    meaning:
      'The user or the groups of a task cannot be set: they are not mapped in this user namespace, or CRIU is not root.',
    remedies: ['Restore as root, in a user namespace that maps the same ids.'],
  },
  {
    id: 'login-user',
    pattern: 'Setting loginuid for',
    meaning: 'The login user of a task cannot be set on this host (audit).',
    remedies: ['Run the restore with CAP_AUDIT_CONTROL, on a kernel without immutable login users.'],
  },
];
