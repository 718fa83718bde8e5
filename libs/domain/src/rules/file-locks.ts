import { defineRule } from './rule.ts';

export const fileLocks = defineRule({
  id: 'file-locks',
  title: 'File locks',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
  couldBlock: true,
  findings: {
    held: {
      severity: 'needs-option',
      message:
        'Process {pid} holds a lock on {path} through descriptor {fd} ({kinds}). CRIU saves locks only when told to.',
      noticed: 'after-pages',
      criuError: 'Some file locks are hold by dumping tasks! You can try --file-locks',
      remedies: [
        {
          text: 'Dump and restore with --file-locks. Between the two the lock is free: nobody else may want the file.',
          options: { dump: ['--file-locks'], restore: ['--file-locks'] },
        },
        { text: 'Let the program release the lock before the dump.' },
      ],
    },
  },
  evaluate: ({ fds }) =>
    fds
      .filter(({ locks }) => locks.length > 0)
      .map(({ pid, fd, link, locks }) => ({
        kind: 'held',
        subject: { kind: 'lock', pid, fd, path: link },
        evidence: {
          pid: String(pid),
          fd: String(fd),
          path: link,
          count: String(locks.length),
          kinds: locks.map(({ kind, access }) => `${kind} ${access}`).join(', '),
          line: locks.map(({ line }) => line).join('; '),
        },
      })),
});
