import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type OpenFd } from '../facts/index.ts';
import { outsidePipes } from './outside-pipes.ts';

const pipe = (fd: number, flags: number): OpenFd =>
  buildFd({ fd, kind: 'pipe', link: 'pipe:[900]', inode: '900', flags });
const writingEnd = pipe(1, 1);
const holding = (fds: OpenFd[], changes: NonNullable<Parameters<typeof buildBundle>[0]>['tree'] = {}): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask({ fds })], ...changes } });

describeRule(outsidePipes, {
  silent: [
    { name: 'one end of a pipe that nobody else holds, all others read', source: holding([writingEnd]) },
    {
      name: 'a pipe with both ends inside, whoever could not be read',
      source: holding([pipe(0, 0), writingEnd], { unreadHolders: [1] }),
    },
  ],
  fires: [
    {
      name: 'output that a process outside reads',
      source: holding([writingEnd], { outsidePipeHolders: known([{ inode: '900', pid: 50, comm: 'bash' }]) }),
      finding: {
        id: 'outside-pipes.torn',
        severity: 'caution',
        noticed: 'never',
        subject: { kind: 'fd', pid: 100, fd: 1, path: 'pipe:[900]' },
      },
    },
    {
      name: 'one end, while some processes could not be read',
      source: holding([writingEnd], { unreadHolders: [1, 2, 3, 4, 5] }),
      finding: {
        id: 'outside-pipes.unread',
        severity: 'caution',
        evidence: { pid: '100', fd: '1', link: 'pipe:[900]', count: '1', unread: 'pid 1, pid 2, pid 3 or 2 more' },
      },
    },
  ],
});
