import { randomUUID } from 'node:crypto';
import { GodwitError } from '@godwit/domain/errors';
import type { RunPlan } from '@godwit/domain/plan';
import {
  appendEvents,
  createRun,
  lockRunStart,
  markHostChanged,
  markWorkloadChanged,
  recordAudit,
  type Store,
} from '@godwit/history-store';
import { runInProgress } from '../policies/may-start-run.ts';
import type { Caller } from '../procedures/context.ts';
import { asActor, callerName } from './actor.ts';
import { findRivalRun } from './find-rival-run.ts';

interface NamedHost {
  id: string;
  name: string;
}

export interface RunOrder {
  plan: RunPlan;
  workload: { id: string; key: string; name: string };
  source: NamedHost;
  destination: NamedHost | null;
  preflightId: string | null;
  checkpointId: string | null;
  caller: Caller;
}

/** Makes a run; the engine takes it up by itself. Throws `run-in-progress` when the tree is worked on already. */
export const startRun = async (store: Store, order: RunOrder, now: Date): Promise<string> => {
  const id = randomUUID();
  await store.inTransaction(async (database) => {
    await lockRunStart(database);
    const { plan, workload, source, destination, caller } = order;
    const tree = { hostId: source.id, workloadKey: workload.key, taskPids: plan.taskPids };
    if ((await findRivalRun(database, tree)) !== null) throw new GodwitError(runInProgress(workload.name));
    await createRun(database, {
      id,
      workload,
      sourceHostId: source.id,
      destinationHostId: destination?.id ?? null,
      preflightId: order.preflightId,
      checkpointId: order.checkpointId,
      plan,
      createdBy: callerName(caller),
      now,
    });
    const detail = {
      runId: id,
      source: source.name,
      ...(destination === null ? {} : { destination: destination.name }),
    };
    await recordAudit(database, { ...asActor(caller), action: `${plan.kind}.started`, object: workload.name, detail });
    await appendEvents(database, { runId: id, events: [createdEvent(order)], now });
    await markWorkloadChanged(database, workload.id);
    await markHostChanged(database, source.id);
  });
  return id;
};

const createdEvent = ({ plan, workload, source, destination, caller }: RunOrder) => ({
  type: 'run.created' as const,
  kind: plan.kind,
  workload: workload.name,
  source: source.name,
  destination: destination?.name ?? null,
  options: plan.options,
  by: callerName(caller),
});
