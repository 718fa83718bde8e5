import type { KnownError } from './known-error.ts';

/** Watches, event descriptors and automounts (criu/fsnotify.c, criu/eventpoll.c, criu/autofs.c). */
export const eventErrors: readonly KnownError[] = [
  {
    id: 'watch-without-handle',
    pattern: "fsnotify:\\s+Can't dump that handle|Can't find suitable path for handle|irmap: Failed to resolve",
    meaning:
      'A watched file (inotify or fanotify) cannot be found by its handle on this file system, as on overlayfs without nfs_export.',
    remedies: ['Dump with --force-irmap, and --irmap-scan-path for the watched directories.'],
  },
  {
    id: 'watch-mount-gone',
    pattern: 'Unable to lookup a mount by dev|fsnotify: Can.t find (mount )?mnt_id',
    meaning: 'A watch is on a file system that the process no longer sees.',
    remedies: ['Remove the watch, or restart the program.'],
  },
  {
    id: 'watched-path-gone',
    pattern: 'fsnotify: Unable to open (?<path>.+): No such file or directory',
    meaning: 'The tree watched {path}, which is not there any more.',
    remedies: ['Make it again where it was, then restore.'],
  },
  {
    id: 'watch-not-restored',
    pattern:
      "fsnotify: Can't (add watch|init fanotify mark|create inotify|set next inotify wd)|fsnotify: Adding fanotify",
    meaning: 'A watch could not be made again.',
    remedies: ['Look at the limits fs.inotify.max_user_watches and max_user_instances of this host.'],
  },
  {
    id: 'epoll-target-gone',
    pattern: 'Escaped/closed fd descriptor (?<fd>\\d+) on pid (?<pid>\\d+)',
    meaning:
      'An epoll set of process {pid} watches a file whose descriptor {fd} was closed while a copy lives elsewhere.',
    remedies: ['Restart the program; a kernel with KCMP_EPOLL_TFD (4.13) and CRIU 3.11 resolve more of these.'],
  },
  {
    id: 'epoll-target-refused',
    pattern: "epoll: Can't add event on",
    meaning: 'A file could not be put back into an epoll set.',
    remedies: ['Look which file it was in the lines before; plain files cannot be watched by epoll.'],
  },
  {
    id: 'timerfd-refused',
    pattern: "timerfd: Can't (create|restore)|Unknown clock type",
    meaning: 'A timer descriptor could not be made again: its clock is not there or needs CAP_WAKE_ALARM.',
    remedies: ['Run the restore with CAP_WAKE_ALARM.'],
  },
  {
    id: 'automount',
    pattern:
      'is alive, but unreachable|Failed to find (read )?pipe fd|Non-catatonic mount without master|autofs not supported|pipe_ino',
    meaning: 'An automount is in the tree, but the daemon that serves it is not.',
    remedies: ['Dump mount and daemon together, or unmount it first.'],
  },
];
