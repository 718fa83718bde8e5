import type { MountProblem } from './mount-plan.ts';
import type { FindingKind } from './rule.ts';

export type MountKind =
  | 'root-needed'
  | 'root-nowhere'
  | 'chroot'
  | MountProblem
  | 'device'
  | 'mounted-anew'
  | 'unsupported-here-only'
  | 'bind-from-nowhere'
  | 'sharing-with-nobody'
  | 'fuse'
  | 'fuse-here-only'
  | 'not-empty'
  | 'same-place-twice'
  | 'no-tar'
  | 'unreadable'
  | 'root-crowded'
  | 'memory-shared'
  | 'memory-copied';

const refusals: Record<MountProblem, string> = {
  unsupported: 'FS mnt .* unsupported id',
  bind: "doesn't have a proper root mount",
  sharing: 'has unreachable sharing',
};

/** What the rule of mounts may say, with the words of CRIU 4.2 (mount.c, filesystems.c). */
export const mountFindings: Record<MountKind, FindingKind> = {
  'root-needed': {
    severity: 'needs-option',
    message:
      'The tree has its own mounts. CRIU builds them again on the directory that --root names; without it the restore ends in a fault of CRIU.',
    noticed: 'restore',
    criuError: 'BUG at criu/mount\\.c|--root option is required',
    remedies: [
      {
        text: 'Restore with --root=PATH, where PATH leads to the root directory of the tree.',
        options: { restore: ['--root=/'] },
      },
    ],
  },
  'root-nowhere': {
    severity: 'blocker',
    message:
      'The root directory of the tree ({root} of {filesystem} {source}) is seen under no path of this host, so a restore has nothing to build on.',
    noticed: 'restore',
    criuError: 'BUG at criu/mount\\.c|--root option is required',
    remedies: [
      { text: 'Mount that filesystem on the host too, and restore with --root=PATH of it.' },
      { text: 'Let the container runtime make the checkpoint and prepare the root.' },
    ],
  },
  chroot: {
    severity: 'blocker',
    message:
      'Process {pid} has its own mounts and a root of its own inside them ({root}). CRIU wants the first process of a mount namespace to stand on its root.',
    noticed: 'frozen',
    criuError: "The root task has another root than mntns|Can't parse \\d+'s mountinfo|No root found for tree",
    remedies: [{ text: 'Use pivot_root(2) instead of chroot(2), or do not give the program mounts of its own.' }],
  },
  unsupported: {
    severity: 'needs-option',
    message: '{mountPoint} is a {filesystem} filesystem, which CRIU cannot save. It can bind it again from the host.',
    noticed: 'frozen',
    criuError: refusals.unsupported,
    remedies: [
      {
        text: 'Name the mount as external.',
        options: { dump: ['--external=mnt[PATH]:PATH'], restore: ['--external=mnt[PATH]:PATH'] },
      },
    ],
  },
  bind: {
    severity: 'needs-option',
    message: '{mountPoint} shows only {root} of a filesystem that is mounted nowhere else in the tree.',
    noticed: 'frozen',
    criuError: refusals.bind,
    remedies: [
      {
        text: 'Name the mount as external.',
        options: { dump: ['--external=mnt[PATH]:PATH'], restore: ['--external=mnt[PATH]:PATH'] },
      },
    ],
  },
  sharing: {
    severity: 'needs-option',
    message: '{mountPoint} follows a mount of the host ({fields}), which CRIU does not see.',
    noticed: 'frozen',
    criuError: refusals.sharing,
    remedies: [
      {
        text: 'Name the mount as external; it is then bound from the host again.',
        options: { dump: ['--external=mnt[PATH]:PATH'], restore: ['--external=mnt[PATH]:PATH'] },
      },
    ],
  },
  device: {
    severity: 'needs-option',
    message:
      '{mountPoint} is a {filesystem} filesystem on {source} that the host itself has not mounted. CRIU mounts it anew when it is told the device.',
    noticed: 'frozen',
    criuError: refusals.unsupported,
    remedies: [
      {
        text: 'Name the device as external.',
        options: { dump: ['--external=dev[MAJOR/MINOR]:DEVICE'], restore: ['--external=dev[DEVICE]:DEVICE'] },
      },
    ],
  },
  'mounted-anew': {
    severity: 'needs-option',
    message:
      '{mountPoint} is a {filesystem} filesystem in memory. CRIU mounts an empty one in its place when it is allowed to.',
    noticed: 'frozen',
    criuError: refusals.unsupported,
    remedies: [{ text: 'Dump with --enable-fs={filesystem}.', options: { dump: ['--enable-fs=TYPE'], restore: [] } }],
  },
  'unsupported-here-only': {
    severity: 'blocker',
    message: '{mountPoint} is a {filesystem} filesystem, which CRIU cannot save, and no path of this host leads to it.',
    noticed: 'frozen',
    criuError: refusals.unsupported,
    remedies: [{ text: 'Mount it on the host as well, or unmount it inside the tree before the dump.' }],
  },
  'bind-from-nowhere': {
    severity: 'blocker',
    message:
      '{mountPoint} shows only {root} of a filesystem ({filesystem} {source}) that no path of the tree or of this host leads to.',
    noticed: 'frozen',
    criuError: refusals.bind,
    remedies: [{ text: 'Mount the filesystem on the host as well, or unmount it inside the tree before the dump.' }],
  },
  'sharing-with-nobody': {
    severity: 'blocker',
    message: '{mountPoint} follows a mount ({fields}) that no path of this host leads to.',
    noticed: 'frozen',
    criuError: refusals.sharing,
    remedies: [{ text: 'Make it private before the dump: mount --make-private inside the namespace.' }],
  },
  fuse: {
    severity: 'needs-option',
    message: '{mountPoint} is served by another program (FUSE). CRIU can only bind it again from the host.',
    noticed: 'after-pages',
    criuError: 'failed to dump fs .*always fail|is a fuse mount but not external',
    remedies: [
      {
        text: 'Name the mount as external.',
        options: { dump: ['--external=mnt[PATH]:PATH'], restore: ['--external=mnt[PATH]:PATH'] },
      },
    ],
  },
  'fuse-here-only': {
    severity: 'blocker',
    message: '{mountPoint} is served by another program (FUSE), and no path of this host leads to it.',
    noticed: 'after-pages',
    criuError: 'failed to dump fs .*always fail|is a fuse mount but not external',
    remedies: [{ text: 'Unmount it before the dump, or mount it on the host and bind it into the tree.' }],
  },
  'not-empty': {
    severity: 'blocker',
    message:
      '{mountPoint} is a {filesystem} filesystem that holds something. CRIU carries such a filesystem only when it is empty.',
    noticed: 'after-pages',
    criuError: "(mqueue|pstore) isn't empty",
    remedies: [{ text: 'Remove what is in it, or unmount it inside the tree before the dump.' }],
  },
  'same-place-twice': {
    severity: 'blocker',
    message: 'Two mounts of the tree stand at {mountPoint} beside each other, below the same parent.',
    noticed: 'frozen',
    criuError: 'has two children with same mountpoint',
    remedies: [{ text: 'Unmount one of them inside the tree.' }],
  },
  'no-tar': {
    severity: 'blocker',
    message: '{mountPoint} lies in memory. CRIU saves such files with tar, which this host does not have.',
    noticed: 'after-pages',
    criuError: 'execvp\\("tar"|Can\'t dump tmpfs content',
    remedies: [{ text: 'Install tar on this host.' }],
  },
  unreadable: {
    severity: 'blocker',
    message:
      '{file} on {mountPoint} belongs to a user that the user namespace of the tree does not know, so CRIU cannot save what lies there.',
    noticed: 'after-pages',
    criuError: "Can't dump tmpfs content|exited, status=2",
    remedies: [{ text: 'Mount an empty tmpfs over it when the namespace is made, or map the ids of its owner.' }],
  },
  'root-crowded': {
    severity: 'blocker',
    message:
      'The tree has a user namespace of its own, and its root directory is {hostPath} of the host, below which other mounts lie. From inside the kernel refuses to bind such a directory.',
    noticed: 'restore',
    criuError: 'Unable to mount /proc/self/fd/\\d+: Invalid argument|BUG at criu/mount\\.c',
    remedies: [
      {
        text: 'Prepare the root before the restore: mount --bind {hostPath} DIRECTORY, then restore with --root=DIRECTORY.',
      },
    ],
  },
  'memory-shared': {
    severity: 'needs-option',
    message:
      '{mountPoint} lies in memory, holds files, and is mounted on the host too. CRIU would pack a copy, cut it off from the host, and fail when somebody writes there meanwhile.',
    noticed: 'after-pages',
    criuError: null,
    remedies: [
      {
        text: 'Name the mount as external: it is bound from the host again.',
        options: { dump: ['--external=mnt[PATH]:PATH'], restore: ['--external=mnt[PATH]:PATH'] },
      },
    ],
  },
  'memory-copied': {
    severity: 'caution',
    message:
      'Filesystems in memory that the tree shares with the host ({paths}) come back as a copy: what either side writes later the other does not see.',
    noticed: 'never',
    criuError: null,
    remedies: [
      { text: 'Name the mounts as external to keep them shared: --external mnt[PATH]:PATH at dump and restore.' },
    ],
  },
};
