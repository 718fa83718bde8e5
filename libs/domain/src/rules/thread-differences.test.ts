import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import type { FactBundle } from '../facts/index.ts';
import { threadDifferences } from './thread-differences.ts';

const tree = (...unshared: (string[] | undefined)[]): FactBundle =>
  buildBundle({
    tree: {
      tasks: [
        buildTask({
          threads: [
            buildThread(),
            ...unshared.map((kinds, index) => buildThread({ tid: 101 + index, unshared: kinds })),
          ],
        }),
      ],
    },
  });

describeRule(threadDifferences, {
  silent: [
    { name: 'threads that share everything', source: tree([], []) },
    { name: 'threads of a bundle made before this was read', source: tree(undefined) },
    { name: 'a mount namespace with the directory it takes along', source: tree(['fs', 'mnt']) },
    { name: 'a thread with its own list of semaphore operations', source: tree(['sysvsem']) },
  ],
  fires: [
    {
      name: 'two threads with their own descriptors, told once',
      source: tree([], ['files'], ['files']),
      finding: { id: 'thread-differences.descriptors', evidence: { pid: '100', tid: '102' } },
    },
    { name: 'a working directory of its own', source: tree(['fs']), finding: { id: 'thread-differences.directory' } },
  ],
});
