import { gap, type KernelGap } from './kernel-gap.ts';

/** What is lost or slow rather than refused, with the versions that mended it; sources as for the blockers. */
export const solvedLosses: readonly KernelGap[] = [
  gap(
    'scheduling-reset-on-fork',
    'SCHED_RESET_ON_FORK',
    'The restore ends with “Inconsistent sched params”.',
    // criu#2359, in the release after 4.0.
    { criu: '4.1' },
  ),
  gap(
    'ambient-capabilities',
    'Ambient capabilities',
    'They are silently gone after the restore.',
    // Kept in the images since CRIU 4.1.
    { criu: '4.1' },
  ),
  gap(
    'no-new-privileges',
    'no_new_privs',
    'The flag is silently gone after the restore.',
    // Kept in the images since CRIU 3.19.
    { criu: '3.19' },
  ),
  gap(
    'socket-buffers',
    'Socket buffer sizes that were locked (SO_BUF_LOCK)',
    'The kernel tunes buffers again that the program had fixed.',
    // socket(7): SO_BUF_LOCK, Linux 5.15; CRIU 3.17.
    { kernel: '5.15', criu: '3.17', feature: 'sockopt_buf_lock' },
  ),
  gap(
    'mount-sharing',
    'Shared and slave mounts',
    'The old mount engine restores fewer kinds of sharing.',
    // move_mount(2): MOVE_MOUNT_SET_GROUP, Linux 5.15; CRIU 3.17.
    { kernel: '5.15', criu: '3.17', feature: 'move_mount_set_group' },
  ),
  gap(
    'page-scan',
    'Very large sparse mappings',
    'The freeze takes long: every page of a reservation is looked at.',
    // PAGEMAP_SCAN, Linux 6.7; CRIU 4.0.
    { kernel: '6.7', criu: '4.0', feature: 'pagemap_scan' },
  ),
  gap(
    'overlay-maps',
    'Files mapped from an overlay',
    'The mapped file shows another device and inode than the path, and a dump may not find it.',
    // Linux 6.8 shows the overlay's own inode in /proc/PID/maps; CRIU 4.0.
    { kernel: '6.8', criu: '4.0', feature: 'overlayfs_maps' },
  ),
  gap(
    'memory-tracking',
    'Memory tracking for dumps in rounds',
    'A dump cannot leave out the pages that an earlier one has.',
    // Soft-dirty bits, Linux 3.11 (proc_pid_pagemap(5)); CRIU 2.2.
    { kernel: '3.11', criu: '2.2', feature: 'mem_dirty_track' },
  ),
  gap(
    'lazy-pages',
    'Memory that follows after the restore (lazy pages)',
    'The restore waits for every page.',
    // userfaultfd(2): events for fork, remap and unmap since Linux 4.11; CRIU 3.5.
    { kernel: '4.11', criu: '3.5', feature: 'uffd-noncoop' },
  ),
  gap(
    'safe-paths',
    'Paths resolved inside the root of the tree',
    'Symbolic links in images can lead a restore astray.',
    // openat2(2): Linux 5.6; CRIU 3.17.
    { kernel: '5.6', criu: '3.17', feature: 'openat2' },
  ),
];
