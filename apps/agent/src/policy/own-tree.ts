import type { Workload } from '@godwit/domain/facts';
import { readTreeOwners } from '@godwit/host-facts';
import type { OwnedTree } from './authorize-command.ts';

/**
 * What the policy is held against: read from the kernel, because what a command says of a process may be a lie. A workload counts
 * when its root is in the tree, and also when the tree is a part of it.
 */
export const readOwnTree = async (pid: number, listWorkloads: () => Promise<Workload[]>): Promise<OwnedTree> => {
  const { pids, ancestors, uids } = readTreeOwners(pid);
  const touched = new Set([...pids, ...ancestors.filter((ancestor) => ancestor !== 1)]);
  const workloads = await listWorkloads();
  return { uids, workloadKeys: workloads.filter(({ rootPid }) => touched.has(rootPid)).map(({ key }) => key) };
};
