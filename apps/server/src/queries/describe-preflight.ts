import {
  findHost,
  findPreflight,
  findWorkload,
  type PreflightRecord,
  type WorkloadWithHost,
} from '@godwit/history-store';
import { findRivalRun } from '../commands/find-rival-run.ts';
import { required } from '../commands/not-found.ts';
import type { ServerParts } from '../parts.ts';
import { whyNotMove } from '../policies/may-start-run.ts';
import type { Role } from '../policies/roles.ts';
import { presentPreflight } from '../presenters/present-preflight.ts';
import type { PreflightDetail } from '../procedures/shapes/preflight-detail.ts';
import { readHostNames } from './host-names.ts';
import { readModeAdvice } from './read-mode-advice.ts';
import { readMoveEstimate } from './read-move-estimate.ts';
import { readRehearsalEstimate } from './read-rehearsal-estimate.ts';
import { readRehearsalEvidence } from './read-rehearsal-evidence.ts';
import { readWhyNotRehearse } from './read-why-not-rehearse.ts';
import { summariseWorkloads } from './summarise-workloads.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

/** A preflight with everything its page shows, and whether it can be moved on right now. */
export const describePreflight = async (parts: Parts, id: string, role: Role): Promise<PreflightDetail> => {
  const { database } = parts.store;
  const preflight = required(await findPreflight(database, id), 'preflight');
  const workload = required(await findWorkload(database, preflight.workloadId), 'workload');
  const [summary] = await summariseWorkloads(database, [workload], role);
  const asked = { ...preflight, tree: preflight.source.tree };
  const hostName = await readHostNames(database);
  const refusal = await readWhyNotRehearse(parts, preflight, workload);
  return presentPreflight({
    preflight,
    workload: required(summary, 'workload'),
    hostName,
    moveEstimate: await readMoveEstimate(database, asked),
    modeAdvice: await readModeAdvice(database, preflight),
    rehearsalEstimate: await readRehearsalEstimate(database, asked),
    rehearsal:
      preflight.destinationHostId === null ? null : await readRehearsalEvidence(database, { ...preflight, hostName }),
    notRehearsableReason: refusal === null ? null : `${refusal.message} ${refusal.remedy}`,
    notMovableReason: await readWhyNotMove(parts, preflight, workload),
  });
};

const readWhyNotMove = async (
  { store, agents, now }: Parts,
  preflight: PreflightRecord,
  workload: WorkloadWithHost,
): Promise<string | null> => {
  const { destinationHostId, sourceHostId, source, verdict } = preflight;
  const destination = destinationHostId === null ? null : await findHost(store.database, destinationHostId);
  const taskPids = source.tree?.tasks.map(({ pid }) => pid) ?? [];
  const refusal = whyNotMove({
    verdict: verdict.verdict,
    purpose: verdict.for,
    workloadName: workload.name,
    ageMs: now().getTime() - preflight.createdAt.getTime(),
    source: { name: workload.host.name, connected: agents.isConnected(sourceHostId) },
    destination:
      destination === null ? null : { name: destination.name, connected: agents.isConnected(destination.id) },
    activeRun: await findRivalRun(store.database, { hostId: sourceHostId, workloadKey: workload.key, taskPids }),
  });
  return refusal === null ? null : `${refusal.message} ${refusal.remedy}`;
};
