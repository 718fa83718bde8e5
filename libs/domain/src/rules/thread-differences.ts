import type { Task, Thread } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';
import { isLiving } from './task-liveness.ts';

export const threadDifferences = defineRule({
  id: 'thread-differences',
  title: 'Threads that differ from their process',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks'],
  couldBlock: false,
  findings: {
    descriptors: {
      severity: 'caution',
      message:
        'Thread {tid} of process {pid} has a table of descriptors of its own. CRIU looks only at the one of the main thread, and all threads share that after the restore: files open only in the thread are lost.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program, or dump it when the thread has ended.' }],
    },
    directory: {
      severity: 'caution',
      message:
        'Thread {tid} of process {pid} has a working directory, root or umask of its own. After the restore it has those of the main thread.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program, or dump it when the thread has ended.' }],
    },
  },
  evaluate: ({ tasks }) => tasks.filter(isLiving).flatMap((task) => judgeTask(task)),
});

type Kind = 'descriptors' | 'directory';

/**
 * Each difference once per process. A mount namespace of its own takes a directory of its own along, and is told by the rule
 * about namespaces.
 */
const judgeTask = ({ pid, threads }: Task): Reported<Kind>[] => {
  const first = (kind: Kind, differs: (thread: Thread) => boolean): Reported<Kind>[] => {
    const thread = threads.find(differs);
    if (thread === undefined) return [];
    return [{ kind, subject: { kind: 'process', pid }, evidence: { pid: String(pid), tid: String(thread.tid) } }];
  };
  return [
    ...first('descriptors', ({ unshared }) => unshared?.includes('files') ?? false),
    ...first('directory', ({ unshared }) => (unshared?.includes('fs') ?? false) && !unshared?.includes('mnt')),
  ];
};
