import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle } from '../facts/index.ts';
import { pipeCount } from './pipe-count.ts';

const pipes = (count: number, flags: number): FactBundle => {
  const fds = Array.from({ length: count }, (_, index) =>
    buildFd({ fd: index + 3, kind: 'pipe', link: `pipe:[${index}]`, inode: String(index), flags }),
  );
  return buildBundle({ tree: { tasks: [buildTask({ fds })] } });
};
const criuLine = 'Error (criu/pipes.c:416): OOM storing pipe';

describeRule(pipeCount, {
  silent: [
    { name: 'as many pipes as CRIU has room for', source: pipes(1024, 0) },
    { name: 'more pipes of which the tree has only the writing ends', source: pipes(1100, 1) },
  ],
  fires: [
    {
      name: 'more pipes than CRIU has room for',
      source: pipes(1025, 0),
      finding: { id: 'pipe-count.too-many', evidence: { what: 'pipes', count: '1025', room: '1024' } },
      criuLine,
    },
    {
      name: 'more FIFOs than CRIU has room for',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              fds: Array.from({ length: 1025 }, (_, index) =>
                buildFd({
                  fd: index + 3,
                  link: `/srv/${index}`,
                  flags: 2,
                  identity: { kind: 'fifo', ino: String(index) },
                }),
              ),
            }),
          ],
        },
      }),
      finding: { id: 'pipe-count.too-many', evidence: { what: 'FIFOs', count: '1025', room: '1024' } },
      criuLine,
    },
  ],
});
