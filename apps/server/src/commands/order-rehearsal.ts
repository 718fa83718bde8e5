import { GodwitError } from '@godwit/domain/errors';
import { planRehearsal } from '@godwit/domain/plan';
import { findPreflight, findWorkload } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import type { Caller } from '../procedures/context.ts';
import { findHosts } from '../queries/find-hosts.ts';
import { readRehearsalEstimate } from '../queries/read-rehearsal-estimate.ts';
import { readWhyNotRehearse } from '../queries/read-why-not-rehearse.ts';
import { required } from './not-found.ts';
import type { RunOrder } from './start-run.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

/** A rehearsal of what a preflight judged. Throws the reason why it may not start. */
export const orderRehearsal = async (
  parts: Parts,
  { preflightId, caller }: { preflightId: string; caller: Caller },
): Promise<RunOrder> => {
  const { database } = parts.store;
  const preflight = required(await findPreflight(database, preflightId), 'preflight');
  const workload = required(await findWorkload(database, preflight.workloadId), 'workload');
  const refusal = await readWhyNotRehearse(parts, preflight, workload);
  if (refusal !== null) throw new GodwitError(refusal);
  const plan = planRehearsal({ source: preflight.source, options: preflight.verdict.options, workload });
  const estimate = await readRehearsalEstimate(database, { ...preflight, tree: preflight.source.tree });
  const { source, destination } = await findHosts(database, preflight);
  return {
    plan: { ...plan, ...(estimate && { estimate }) },
    workload,
    source: required(source, 'host'),
    destination,
    preflightId,
    checkpointId: null,
    caller,
  };
};
