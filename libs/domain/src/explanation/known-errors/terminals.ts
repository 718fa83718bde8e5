import type { KnownError } from './known-error.ts';

/** Terminals, at dump and at restore (criu/tty.c). */
export const terminalErrors: readonly KnownError[] = [
  {
    id: 'terminal-outside',
    pattern:
      'Found slave peer index (?<index>\\d+) without correspond master peer|Found dangling tty with sid|attached to shell terminal',
    meaning: 'The tree uses a terminal whose other end (the window, ssh, tmux) is not in the tree.',
    remedies: [
      'Dump with --shell-job, and restore with it from a terminal.',
      'Or start the program detached: `setsid PROGRAM </dev/null >FILE 2>&1`, or as a service.',
    ],
  },
  {
    id: 'terminals-outside-several',
    pattern: 'Only one slave external peer is allowed|Too many external terminals',
    meaning: 'The tree uses several terminals whose other ends are outside of it. CRIU can hand over only one.',
    remedies: ['Redirect the streams of the processes until at most one outside terminal is left.'],
  },
  {
    id: 'terminal-ownership-unclear',
    pattern: 'ctty inheritance detected',
    meaning: 'A process uses /dev/tty, and CRIU cannot tell which terminal that is.',
    remedies: ['Close /dev/tty, or start the program without a terminal.'],
  },
  {
    id: 'terminal-driver-unknown',
    pattern: 'Unable to find a tty driver',
    meaning: 'The tree uses a terminal of a kind that CRIU does not know, for example hvc or a printk console.',
    remedies: [
      'Redirect the streams of the program.',
      'Or name the terminal with --external tty[RDEV:DEV] and give it at restore with --inherit-fd.',
    ],
  },
  {
    id: 'terminal-missing-at-restore',
    pattern: "Don't have tty to inherit session from",
    meaning:
      'The dump was made with --shell-job, and the restore was not started in a terminal that could take the place of the old one.',
    remedies: ['Restore from a terminal, or through `script -c "criu restore ..."`.'],
  },
  {
    id: 'terminal-index-taken',
    pattern:
      "tty: Unable to open .* with specified index|Managed to open locked pty|tty: Can't open (master|slave) (pty|tty)",
    meaning: 'The number of a pseudo-terminal of the tree is taken here.',
    remedies: ['Close the terminal with that number, or restore with a /dev/pts of its own.'],
  },
  {
    id: 'terminal-in-message',
    pattern: 'No CTL for TTY dump, likely SCM case',
    meaning: 'A terminal is on its way through a unix socket.',
    remedies: ['Let the program read its sockets, then try again.'],
  },
  {
    id: 'terminal-not-restored',
    pattern: "tty: (Can't set|Failed to set|Can't change mode|Can't setup|The master for)",
    meaning: 'A terminal could not be brought back into the state it had.',
    remedies: ['Restore from a terminal of the same kind, or start the program without one before the next dump.'],
  },
];
