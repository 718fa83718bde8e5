import { GodwitError } from '@godwit/domain/errors';
import type { Finding } from '@godwit/domain/verdict';
import { type Database, findPreflight, recentVerdicts, type WorkloadWithHost } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import type { Role } from '../policies/roles.ts';
import { presentTree } from '../presenters/present-tree.ts';
import type { ProcessNode } from '../procedures/shapes/process-node.ts';

interface TreeFace {
  tree: ProcessNode[] | null;
  treeReadAt: string | null;
  treeError: string | null;
}

/** A page waits for this; a slow host shall not keep the rest of it back. */
const timeoutMs = 10_000;

/** The process tree of a workload as it is now, or why it could not be read. */
export const readTree = async (
  { store, agents }: Pick<ServerParts, 'store' | 'agents'>,
  workload: WorkloadWithHost,
  role: Role,
): Promise<TreeFace> => {
  if (workload.state !== 'running') return failed(`${workload.name} no longer runs on ${workload.host.name}.`);
  const { rootPid, startTimeTicks, hostId } = workload;
  try {
    const request = { pid: rootPid, startTimeTicks, forMove: false };
    const { bundle } = await agents.call(hostId, 'collect-facts', request, { timeoutMs });
    if (bundle.tree === undefined) return failed('The host answered without a process tree.');
    const findings = await lastFindings(store.database, workload.id);
    return { tree: presentTree(bundle.tree, findings, role), treeReadAt: bundle.collectedAt, treeError: null };
  } catch (error) {
    if (error instanceof GodwitError) return failed(`${error.message} ${error.remedy}`);
    throw error;
  }
};

const failed = (treeError: string): TreeFace => ({ tree: null, treeReadAt: null, treeError });

const lastFindings = async (database: Database, workloadId: string): Promise<Finding[]> => {
  const [last] = await recentVerdicts(database, [workloadId], 1);
  const preflight = last === undefined ? null : await findPreflight(database, last.id);
  return preflight?.verdict.findings ?? [];
};
