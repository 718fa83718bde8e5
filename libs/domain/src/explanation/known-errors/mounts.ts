import type { KnownError } from './known-error.ts';

/** Mounts of trees with a mount namespace of their own, at dump and at restore (criu/mount.c, criu/mount-v2.c). */
export const mountErrors: readonly KnownError[] = [
  {
    id: 'mount-file-system-unsupported',
    pattern: 'FS mnt (?<path>.+?) dev .* unsupported id',
    meaning: 'The mount {path} is of a file system that CRIU cannot make again by itself.',
    remedies: [
      'Name it with --external mnt[{path}]:KEY, and give the place for it at restore.',
      'Or allow it with --enable-fs, where a plain mount brings it back.',
    ],
  },
  {
    id: 'mount-without-root',
    pattern: "(?<mount>\\d+:.+) doesn't have a proper root mount",
    meaning:
      'The mount {mount} is a part of a file system whose root is not mounted in the tree, as a directory of the host bound into a container.',
    remedies: [
      'Name it with --external mnt[PATH]:KEY, and give the place for it at restore.',
      'Containers are best dumped by their runtime, which does so.',
    ],
  },
  {
    id: 'mount-sharing-unreachable',
    pattern: 'has unreachable sharing\\. Try --enable-external-masters',
    meaning: 'A mount follows one outside of the tree (shared or slave).',
    remedies: [
      'Dump with --external mnt[]:ms.',
      'A process inside a container is best dumped by the runtime of the container.',
    ],
  },
  {
    id: 'mount-twice-on-one-point',
    pattern: 'has two children with same mountpoint|sharing group .*collision',
    meaning: 'Two mounts lie on the same point, so that CRIU cannot tell their order.',
    remedies: ['Unmount one of them.'],
  },
  {
    id: 'mount-fuse',
    pattern: '(?<path>.+) is a fuse mount but not external',
    meaning: 'The file system {path} is served by a program (FUSE). CRIU can only have it given from outside.',
    remedies: ['Unmount it, or name it with --external mnt[PATH]:KEY.'],
  },
  {
    id: 'mount-not-empty',
    pattern: "^(?<what>.+) isn't empty$",
    meaning: 'The message queue or crash store {what} holds something, which CRIU cannot save.',
    remedies: ['Empty it before the dump.'],
  },
  {
    id: 'mount-nested-unsupported',
    pattern: 'Nested mount namespaces are not supported without mnt_id in fdinfo',
    meaning: 'The tree has several mount namespaces, and this kernel is too old for that.',
    remedies: ['Use a newer kernel, or dump the inner tree by itself.'],
  },
  {
    id: 'mount-root-option',
    pattern: 'The --root option is required to restore a mount namespace',
    meaning: 'The tree has its own mounts, and the restore was not told where its root is.',
    remedies: ['Restore with --root PATH, where PATH is a mount point with the root file system of the tree.'],
  },
  {
    id: 'mount-mapping-missing',
    pattern: 'No mapping for (?<mount>.+) mountpoint|(?:\\d+:.+) is autodetected external mount',
    meaning: 'The mount {mount} was marked as given from outside, and the restore was not told where it is.',
    remedies: ['Restore with --external mnt[KEY]:PATH for it.'],
  },
  {
    id: 'mount-propagation-refused',
    pattern: 'Failed to make mount \\d+ (slave|shared)|Fail to MOVE_MOUNT_SET_GROUP|Failed to copy sharing',
    meaning: 'The kernel refused to set how mounts follow each other. Kernels 6.15 and 6.16 do so to CRIU before 4.2.',
    remedies: ['Use a newer CRIU, or restore with --mntns-compat-mode.'],
  },
  {
    id: 'mount-refused',
    pattern:
      "mnt(-v2)?: (Can't (mount|bind-mount|re-mount|bind remount)|Unable to (mount|apply|bind-mount)|A few mount points can't be mounted)",
    meaning: 'A mount of the tree could not be made again.',
    remedies: [
      'Look whether this kernel has the file system (/proc/filesystems) and whether all directories it needs are there.',
    ],
  },
  {
    id: 'mount-read-only',
    pattern: 'has readonly sb|is overmounted so paths are invisible|Failed to remount .* writable',
    meaning: 'A file must be made again on a mount that is read-only or covered here.',
    remedies: ['Mount it writable for the restore, and unmount what covers it.'],
  },
  {
    id: 'mount-root-differs',
    pattern: 'The root task has another root than mntns',
    meaning: 'The first process has changed its root directory (chroot) inside its mount namespace.',
    remedies: ['There is no option for it: choose the process whose root is that of the namespace.'],
  },
];
