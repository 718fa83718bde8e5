import type { Task } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const sharedResources = defineRule({
  id: 'shared-resources',
  title: 'Processes that share memory tables',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['sharedResources', 'tasks'],
  couldBlock: true,
  findings: {
    vfork: {
      severity: 'blocker',
      message:
        'Process {pid} waits in vfork until its child {child} starts a program or ends, and cannot be stopped meanwhile.',
      noticed: 'frozen',
      criuError: 'Timeout reached\\. Try to interrupt|Unseizable non-zombie \\d+ found',
      remedies: [{ text: 'Look again when the child has started its program; find out why it does not.' }],
    },
    'address-space': {
      severity: 'blocker',
      message:
        'Processes {pids} share one address space without being threads of one process (clone with CLONE_VM). CRIU cannot save that.',
      noticed: 'frozen',
      criuError: "Can't make VM id for",
      remedies: [{ text: 'Start the program without the feature that clones processes this way.' }],
    },
    directories: {
      severity: 'blocker',
      message:
        'Processes {pids} share one working directory, root and umask (clone with CLONE_FS). CRIU cannot save that.',
      noticed: 'frozen',
      criuError: "Can't make FS id for",
      remedies: [{ text: 'Start the program without the feature that clones processes this way.' }],
    },
    descriptors: {
      severity: 'blocker',
      message:
        'Processes {pids} share one table of descriptors, and one of them not with its parent. CRIU can restore such a table only from parent to child.',
      noticed: 'frozen',
      criuError: "Can't make FILES id for",
      remedies: [{ text: 'Start the program without the feature that clones processes this way.' }],
    },
    'undo-lists': {
      severity: 'caution',
      message:
        'Processes {pids} share one list of System V semaphore operations to undo (clone with CLONE_SYSVSEM). After the restore each has an empty one of its own.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program if it depends on SEM_UNDO.' }],
    },
  },
  evaluate: ({ sharedResources: groups, tasks }) => {
    const byPid = new Map(tasks.map((task) => [task.pid, task]));
    const oneMemory = groups.filter(({ kind }) => kind === 'vm').flatMap(({ pids }) => pids);
    return groups.flatMap((group) => judgeGroup(group, byPid, oneMemory) ?? []);
  },
});

type Kind = 'vfork' | 'address-space' | 'directories' | 'descriptors' | 'undo-lists';
type Group = FactValues['sharedResources'][number];

const report = (kind: Kind, pids: number[], evidence: Record<string, string> = {}): Reported<Kind> => ({
  kind,
  subject: { kind: 'process', pid: pids[0] },
  evidence: { pid: String(pids[0]), pids: pids.join(', '), ...evidence },
});

const judgeGroup = ({ kind, pids }: Group, byPid: Map<number, Task>, oneMemory: number[]): Reported<Kind> | null => {
  if (kind === 'vm') return judgeMemory(pids, byPid);
  // CRIU stops at the shared address space and never comes to the rest.
  if (kind === 'sighand' || pids.every((pid) => oneMemory.includes(pid))) return null;
  if (kind === 'fs') return report('directories', pids);
  if (kind === 'sysvsem') return report('undo-lists', pids);
  return fromParents(pids, byPid) ? null : report('descriptors', pids);
};

/** The kernel wakes a parent that waits in vfork only for the end of the sharing: it sleeps uninterruptibly. */
const judgeMemory = (pids: number[], byPid: Map<number, Task>): Reported<Kind> => {
  const child = pids.find((pid) => {
    const parent = byPid.get(byPid.get(pid)?.ppid ?? 0);
    return parent !== undefined && pids.includes(parent.pid) && parent.state === 'D';
  });
  const parent = byPid.get(child ?? 0)?.ppid;
  if (child === undefined || parent === undefined) return report('address-space', pids);
  return report('vfork', [parent, child], { child: String(child) });
};

/** CRIU restores a shared table by forking: all but the first must have it from their own parent. */
const fromParents = (pids: number[], byPid: Map<number, Task>): boolean =>
  pids.filter((pid) => !pids.includes(byPid.get(pid)?.ppid ?? 0)).length < 2;
