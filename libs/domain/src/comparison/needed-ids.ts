import type { Task, TreeFacts } from '../facts/index.ts';

/**
 * Ids that must be free where the tree is restored: processes, threads, sessions and groups, those of dead leaders too,
 * because CRIU forks a helper with that id. A root that leads no session gets the ids of its restorer instead.
 */
export const neededIds = ({ tasks, rootPid }: Pick<TreeFacts, 'tasks' | 'rootPid'>): number[] => {
  const root = tasks.find(({ pid }) => pid === rootPid);
  const inherited =
    root === undefined || root.sid === root.pid ? [] : [root.sid, root.pgid].filter((id) => id !== root.pid);
  const ids = new Set(tasks.flatMap(idsOf).filter((id) => id > 0));
  for (const id of inherited) if (!tasks.some(({ pid }) => pid === id)) ids.delete(id);
  return [...ids].sort((left, right) => left - right);
};

const idsOf = ({ pid, sid, pgid, threads }: Task): number[] => [pid, sid, pgid, ...threads.map(({ tid }) => tid)];
