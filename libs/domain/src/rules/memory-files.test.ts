import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, unknown } from '../facts/index.ts';
import { memoryFiles } from './memory-files.ts';

const mebibyte = 1024 * 1024;
const link = '/memfd:pages (deleted)';
const memory = (blockBytes: number, free: number | null): FactBundle =>
  buildBundle({
    host: {
      hugepages:
        free === null ? unknown('not read') : known([{ pageBytes: 2 * mebibyte, total: 8, free, surplusAllowed: 0 }]),
    },
    tree: {
      tasks: [
        buildTask({
          fds: [
            { ...buildFd({ link, identity: { path: link, state: 'deleted', nlink: 0, blockBytes } }), kind: 'memfd' },
          ],
        }),
      ],
    },
  });

describeRule(memoryFiles, {
  silent: [
    { name: 'memory in ordinary pages', source: memory(4096, 0) },
    { name: 'huge pages while one is free', source: memory(2 * mebibyte, 1) },
  ],
  fires: [
    {
      name: 'huge pages while none is free',
      source: memory(2 * mebibyte, 0),
      finding: { id: 'memory-files.huge-pages', severity: 'blocker' },
      criuLine: "Error (criu/files-reg.c:1790): Can't lookup mount=18 for fd=3 path=/memfd:m (deleted)",
    },
    {
      name: 'huge pages on a host that was not read',
      source: memory(2 * mebibyte, null),
      finding: { id: 'memory-files.huge-pages-unknown', severity: 'not-evaluated' },
    },
  ],
});
