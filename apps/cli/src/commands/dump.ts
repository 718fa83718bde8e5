import type { ExitCode } from '../exit-codes.ts';
import { ask, openPortal } from '../portal/client.ts';
import { findWorkload } from '../portal/find-by-name.ts';
import { followRun } from '../portal/follow-run.ts';

export interface DumpOptions {
  workload: string;
  on?: string;
  leaveRunning?: boolean;
  json?: boolean;
}

/** Dumps a workload on its host and follows the run. */
export const dump = async (options: DumpOptions): Promise<ExitCode> => {
  const portal = openPortal();
  const workload = await findWorkload(portal, options.workload, options.on);
  const leaveRunning = options.leaveRunning === true;
  const { runId } = await ask(portal.runs.start.mutate({ kind: 'dump', workloadId: workload.id, leaveRunning }));
  return followRun(portal, runId, options.json === true);
};
