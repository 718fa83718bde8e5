import type { Task } from '../facts/index.ts';
import { featureOf } from './feature-of.ts';
import type { Feasible, ModeHosts } from './why-not-mode.ts';

const no = (whyNot: string): Feasible => ({ whyNot, notes: [] });

const roundNote =
  'Each round stops the tree for a moment, until CRIU has seen what was written; between rounds it runs, and its first write to each page takes a little longer.';

/** Pre-copy needs a kernel that tracks dirty pages, on the source alone, and a tree all of whose memory it tracks. */
export const judgePreCopy = ({ source, isContainer, tree }: ModeHosts): Feasible => {
  const tracked = featureOf(source, 'mem_dirty_track');
  if (tracked === null)
    return no(
      'It was not looked whether the kernel of the source tracks dirty pages (criu check --feature mem_dirty_track).',
    );
  if (!tracked)
    return no(
      'The kernel of the source does not track dirty pages: it was built without CONFIG_MEM_SOFT_DIRTY, and criu check --feature mem_dirty_track fails.',
    );
  if (isContainer)
    return no('The runtime of a container starts CRIU itself, and gives no way to hold it after rounds of its own.');
  if (tree === undefined) return no('The processes could not be read, so nothing is known of what rounds would skip.');
  return judgeTasks(tree.tasks.filter(({ state }) => state !== 'Z'));
};

const judgeTasks = (tasks: readonly Task[]): Feasible => {
  const unread = tasks.find(({ fds, mappings }) => !fds.known || !mappings.known);
  if (unread)
    return no(
      `The memory or the descriptors of process ${unread.pid} could not be read, so nothing says whether the kernel tracks all of it.`,
    );
  for (const task of tasks) {
    const gpu = deviceOf(task);
    if (gpu !== null)
      return no(
        `Process ${task.pid} uses ${gpu}. CRIU's plugins for graphics processors do nothing in a pre-dump, which then fails at their memory.`,
      );
    if (hasHugePages(task))
      return no(
        `Process ${task.pid} has memory of huge pages (hugetlb). The kernel does not track writes to it, so a copy could have old contents.`,
      );
  }
  return judgeStopped(tasks);
};

const judgeStopped = (tasks: readonly Task[]): Feasible => {
  const stopped = tasks.filter(({ state }) => state === 'T').map(({ pid }) => pid);
  if (stopped.length === tasks.length)
    return no(
      'Every process is stopped. CRIU passes over stopped processes in a pre-dump, so no round would copy anything.',
    );
  const skipped = `CRIU passes over stopped processes in a pre-dump: the memory of ${stopped.join(', ')} travels while the tree stands still.`;
  return { whyNot: null, notes: [roundNote, ...(stopped.length > 0 ? [skipped] : [])] };
};

const devices = /^\/dev\/(nvidia|kfd|dri\/)/;

const deviceOf = ({ fds, mappings }: Task): string | null => {
  const paths = [
    ...(fds.known ? fds.value.map(({ link }) => link) : []),
    ...(mappings.known ? mappings.value.map(({ path }) => path) : []),
  ];
  return paths.find((path) => devices.test(path)) ?? null;
};

/** `ht` of smaps: VM_HUGETLB. Transparent huge pages are tracked and have another flag. */
const hasHugePages = ({ mappings }: Task): boolean =>
  mappings.known && mappings.value.some(({ vmFlags }) => vmFlags.includes('ht'));
