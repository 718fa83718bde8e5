import type { Task } from '../facts/index.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

export const sessions = defineRule({
  id: 'sessions',
  title: 'Sessions of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'rootPid'],
  couldBlock: true,
  findings: {
    'root-not-leader': {
      severity: 'needs-option',
      message:
        'The root process {pid} belongs to session {sid}, which it does not lead. CRIU takes such a tree only as a shell job; it then joins the session of whoever restores it.',
      noticed: 'after-pages',
      criuError: 'The root process \\d+ is not a session leader\\. Consider using --shell-job option',
      remedies: [
        { text: 'Dump and restore with --shell-job.', options: { dump: ['--shell-job'], restore: ['--shell-job'] } },
        { text: 'Start the program with setsid, or as a service, so that it leads its own session.' },
      ],
    },
    'outside-pid-namespace': {
      severity: 'blocker',
      message:
        'The session of process {pid} is led from outside its pid namespace, so its id has no meaning inside and cannot be restored.',
      noticed: 'frozen',
      criuError: 'A session leader of .* is outside of its pid namespace',
      remedies: [{ text: 'Start the program through setsid inside the namespace.' }],
    },
    'leader-gone': {
      severity: 'blocker',
      message:
        'Process {pid} is in session {sid}, but neither its parents in the tree nor a direct child of the root lead that session. The dump passes, and the restore cannot rebuild the session.',
      noticed: 'restore',
      criuError: "Can't find a session leader for \\d+",
      remedies: [
        { text: 'Restart the program so that its helpers stay in the session of a living parent.' },
        { text: 'Dump a smaller tree, whose root is the parent of that process.' },
      ],
    },
    'dead-member': {
      severity: 'blocker',
      message:
        'The dead process {pid} is a child of the root and waits to be reaped in session {sid}, which the root does not share. The dump passes, and CRIU waits for ever at restore.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let the parent reap its dead children, or restart it, then look again.' }],
    },
    orphaned: {
      severity: 'caution',
      message:
        'Process {pid} is a child of the root in session {sid}, which the root does not share and the process does not lead. CRIU brings it back as a child of init: the root will not learn of its end.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program if the root must reap that process.' }],
    },
    'unrestorable-dump': {
      severity: 'caution',
      message:
        'Process {pid} is in session {sid} without a living leader among its parents. The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: "Can't find a session leader for \\d+",
      remedies: [{ text: 'Restart the program so that its helpers stay in the session of a living parent.' }],
    },
  },
  evaluate: ({ tasks, rootPid }, context) => {
    const root = tasks.find(({ pid }) => pid === rootPid);
    const byPid = new Map(tasks.map((task) => [task.pid, task]));
    return [
      ...(root !== undefined && !leadsSession(root) && !hasForeignSession(root)
        ? [report('root-not-leader', root)]
        : []),
      ...tasks.filter(hasForeignSession).map((task) => report('outside-pid-namespace', task)),
      ...tasks.flatMap((task) => judgeMember(task, byPid, rootPid, context) ?? []),
    ];
  },
});

type Kind =
  | 'root-not-leader'
  | 'outside-pid-namespace'
  | 'leader-gone'
  | 'dead-member'
  | 'orphaned'
  | 'unrestorable-dump';

const report = (kind: Kind, task: Task): Reported<Kind> => ({
  kind,
  subject: { kind: 'process', pid: task.pid },
  evidence: { pid: String(task.pid), sid: String(task.sid), comm: task.comm },
});

const leadsSession = ({ pid, sid }: Task): boolean => pid === sid;

/** A session id of 0 inside the innermost pid namespace means that the leader lives outside of it. */
const hasForeignSession = ({ nsSids }: Task): boolean => nsSids.length > 1 && nsSids.at(-1) === 0;

/**
 * What CRIU's restore can do (pstree.c, prepare_pstree_ids): a helper task leads a dead session for direct children of the
 * root, which become orphans when it ends; everybody else needs the leader among its ancestors.
 */
const judgeMember = (
  task: Task,
  byPid: Map<number, Task>,
  rootPid: number,
  { purpose }: JudgeContext,
): Reported<Kind> | null => {
  const parent = byPid.get(task.ppid);
  if (task.pid === rootPid || parent === undefined || leadsSession(task) || task.sid === parent.sid) return null;
  if (hasForeignSession(task)) return null;
  const kind = task.ppid === rootPid ? kindOfChild(task, parent) : kindOfDescendant(task, parent, byPid);
  if (kind === null) return null;
  return report(purpose === 'dump' && kind !== 'orphaned' ? 'unrestorable-dump' : kind, task);
};

const isDead = ({ state }: Task): boolean => state === 'Z' || state === 'X';

const kindOfChild = (task: Task, root: Task): Kind | null => {
  if (isDead(task)) return 'dead-member';
  // Orphans go to the init of their pid namespace: if that is the root, nothing changes.
  return root.nsPids.at(-1) === 1 ? null : 'orphaned';
};

const kindOfDescendant = (task: Task, parent: Task, byPid: Map<number, Task>): Kind | null =>
  hasAncestor(parent, task.sid, byPid) ? null : 'leader-gone';

const hasAncestor = (from: Task, pid: number, byPid: Map<number, Task>): boolean => {
  for (let task: Task | undefined = from; task !== undefined; task = byPid.get(task.ppid)) {
    if (task.pid === pid) return true;
  }
  return false;
};
