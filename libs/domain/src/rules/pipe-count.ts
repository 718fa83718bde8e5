import type { FactValues } from './fact-values.ts';
import { defineRule } from './rule.ts';

/** CRIU has room for so many pipes, empty or not, and for as many FIFOs (pipes.c, NR_PIPES_WITH_DATA). */
const room = 1024;

export const pipeCount = defineRule({
  id: 'pipe-count',
  title: 'Number of pipes',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
  couldBlock: true,
  findings: {
    'too-many': {
      severity: 'blocker',
      message:
        'The tree reads from {count} {what}. CRIU notes the contents of every one, empty or not, and has room for {room}.',
      noticed: 'frozen',
      criuError: 'OOM storing pipe',
      remedies: [{ text: 'Look again when the program has fewer of them open, or choose a smaller tree.' }],
    },
  },
  evaluate: ({ fds }) => [
    ...judge('pipes', fds.filter(isPipe)),
    ...judge(
      'FIFOs',
      fds.filter(({ identity }) => identity?.kind === 'fifo'),
    ),
  ],
});

type Open = FactValues['fds'][number];

const isPipe = ({ kind }: Open): boolean => kind === 'pipe';

/** O_ACCMODE and O_WRONLY of open(2): a writing end is not looked into. */
const reads = ({ flags }: Open): boolean => (flags & 0o3) !== 1;

const judge = (what: string, open: Open[]) => {
  const readers = open.filter(reads);
  const count = new Set(readers.map(({ inode, identity }) => `${identity?.dev ?? ''} ${inode}`)).size;
  const [first] = readers;
  if (count <= room || first === undefined) return [];
  return [
    {
      kind: 'too-many' as const,
      subject: { kind: 'fd' as const, pid: first.pid, fd: first.fd, path: first.link },
      evidence: { what, count: String(count), room: String(room) },
    },
  ];
};
