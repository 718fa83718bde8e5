import type { FactValues } from './fact-values.ts';
import { defineRule } from './rule.ts';

export const mappedLocks = defineRule({
  id: 'mapped-locks',
  title: 'Locks on files in memory',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'mappings'],
  couldBlock: false,
  findings: {
    lost: {
      severity: 'caution',
      message:
        'Process {pid} holds a POSIX lock on {path} (descriptor {fd}) and has that file in its memory too. CRIU takes the lock again, and loses it when it closes the file it mapped: the restored program believes in a lock it does not have.',
      noticed: 'never',
      criuError: null,
      remedies: [
        {
          text: 'Let the program release the lock before the dump. A database of SQLite in WAL mode is safe only as long as nobody else opens it.',
        },
      ],
    },
  },
  evaluate: ({ fds, mappings }) =>
    fds
      .filter((open) => isMapped(open, mappings))
      .map(({ pid, fd, link }) => ({
        kind: 'lost',
        subject: { kind: 'lock', pid, fd, path: link },
        evidence: { pid: String(pid), fd: String(fd), path: link },
      })),
});

/** A process loses its POSIX locks on a file as soon as it closes any descriptor of that file (fcntl(2)). */
const isMapped = ({ pid, link, locks }: FactValues['fds'][number], mappings: FactValues['mappings']): boolean =>
  locks.some(({ kind }) => kind === 'posix') &&
  mappings.some((mapping) => mapping.pid === pid && mapping.path === link && mapping.inode !== '0');
