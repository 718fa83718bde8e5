import type { Mapping, OpenFd, Task } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';
import { isLiving } from './task-liveness.ts';

/** Descriptors CRIU's code opens inside the process at the same time: seen with CRIU 4.2.1, three are too few. */
const neededDescriptors = 4;
/** Seen with CRIU 4.2.1: with 96 KiB of address space left it fails in the smallest process, with 128 KiB it works. */
const neededBytes = 112 * 1024;
const pageBytes = 4096;

export const processRoom = defineRule({
  id: 'process-room',
  title: 'Room for CRIU inside of the processes',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'fds', 'mappings'],
  couldBlock: true,
  findings: {
    descriptors: {
      severity: 'blocker',
      message:
        'Process {pid} may open {free} more descriptor(s) (its limit is {limit}), and CRIU opens four inside of it. A dump fails, and may end the process.',
      noticed: 'frozen',
      criuError:
        "Can't create memfd in victim|Message reply from daemon is trimmed|Command \\d+ for daemon failed|can't get /proc/self/cgroup fd",
      remedies: [{ text: 'Raise the limit: prlimit --pid {pid} --nofile={needed}:.' }],
    },
    'address-space': {
      severity: 'blocker',
      message:
        'Process {pid} may map {free} more bytes (its limit is {limit}), and CRIU maps code of its own into it, which takes more.',
      noticed: 'frozen',
      criuError: "remote mmap\\(\\) failed: Cannot allocate memory|Can't rmap memfd for parasite blob",
      remedies: [{ text: 'Raise the limit: prlimit --pid {pid} --as={needed}:.' }],
    },
    'address-space-tight': {
      severity: 'caution',
      message:
        'Process {pid} may map {free} more bytes (its limit is {limit}). CRIU maps code and lists of its own into it, which may take up to {wanted} bytes here.',
      noticed: 'frozen',
      criuError: "remote mmap\\(\\) failed: Cannot allocate memory|Can't rmap memfd for parasite blob",
      remedies: [{ text: 'Raise the limit: prlimit --pid {pid} --as={needed}:.' }],
    },
  },
  evaluate: ({ tasks, fds, mappings }) =>
    tasks
      .filter(({ limits, ...task }) => isLiving(task) && limits?.known)
      .flatMap((task) => [
        ...judgeDescriptors(task, limitOf(task, 'nofile') === null ? [] : fds.filter(({ pid }) => pid === task.pid)),
        ...judgeSpace(task, limitOf(task, 'as') === null ? [] : mappings.filter(({ pid }) => pid === task.pid)),
      ]),
});

type Kind = 'descriptors' | 'address-space' | 'address-space-tight';

const limitOf = ({ limits }: Task, name: string): number | null =>
  (limits?.known ? limits.value[name]?.soft : null) ?? null;

const report = (kind: Kind, pid: number, numbers: Record<string, number>): Reported<Kind> => ({
  kind,
  subject: { kind: 'process', pid },
  evidence: Object.fromEntries(Object.entries({ pid, ...numbers }).map(([name, value]) => [name, String(value)])),
});

const judgeDescriptors = (task: Task, open: OpenFd[]): Reported<Kind>[] => {
  const limit = limitOf(task, 'nofile');
  if (limit === null) return [];
  const free = limit - open.filter(({ fd }) => fd < limit).length;
  if (free >= neededDescriptors) return [];
  const needed = open.reduce((most, { fd }) => Math.max(most, fd + 1), limit) + neededDescriptors;
  return [report('descriptors', task.pid, { free, limit, needed })];
};

/** The lists grow with the mappings and their private pages, of which the kernel counts the vsyscall page to nobody. */
const judgeSpace = (task: Task, all: Mapping[]): Reported<Kind>[] => {
  const limit = limitOf(task, 'as');
  if (limit === null) return [];
  const mappings = all.filter(({ path }) => path !== '[vsyscall]');
  const bytes = (some: Mapping[]): number => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const free = limit - bytes(mappings);
  const pages = bytes(mappings.filter(({ permissions }) => permissions.endsWith('p'))) / pageBytes;
  const wanted = neededBytes + 32 * mappings.length + 16 * pages;
  const kind = free < neededBytes ? 'address-space' : 'address-space-tight';
  return free < wanted ? [report(kind, task.pid, { free, limit, wanted, needed: limit - free + 2 * wanted })] : [];
};
