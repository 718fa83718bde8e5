import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { outsidePipes } from './outside-pipes.ts';

const pipe = buildFd({ fd: 1, kind: 'pipe', link: 'pipe:[900]', inode: '900' });

describeRule(outsidePipes, {
  silent: [{ name: 'a pipe inside the tree', source: buildBundle({ tree: { tasks: [buildTask({ fds: [pipe] })] } }) }],
  fires: [
    {
      name: 'output that a process outside reads',
      source: buildBundle({
        tree: {
          tasks: [buildTask({ fds: [pipe] })],
          outsidePipeHolders: known([{ inode: '900', pid: 50, comm: 'bash' }]),
        },
      }),
      finding: {
        id: 'outside-pipes.torn',
        severity: 'caution',
        noticed: 'never',
        subject: { kind: 'fd', pid: 100, fd: 1, path: 'pipe:[900]' },
      },
    },
  ],
});
