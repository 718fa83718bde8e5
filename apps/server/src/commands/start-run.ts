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
import { readQueue } from '../queries/read-queue.ts';
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
  /** The run whose plan this one repeats. */
  againOf?: string;
  caller: Caller;
}

/** Makes a run; the engine takes it up by itself, at once or when its hosts have room. Throws `run-in-progress` when the tree is worked on already. */
export const startRun = async (store: Store, order: RunOrder, now: Date): Promise<string> => {
  const id = randomUUID();
  await store.inTransaction(async (database) => {
    await lockRunStart(database);
    const { plan, workload, source, destination, caller } = order;
    const tree = { hostId: source.id, workloadKey: workload.key, taskPids: plan.taskPids };
    if ((await findRivalRun(database, tree)) !== null) throw new GodwitError(runInProgress(workload.name));
    const hostIds = destination === null ? [source.id] : [source.id, destination.id];
    const queue = await readQueue(database, { id, hostIds });
    await createRun(database, {
      id,
      workload,
      sourceHostId: source.id,
      destinationHostId: destination?.id ?? null,
      preflightId: order.preflightId,
      checkpointId: order.checkpointId,
      plan,
      queue,
      againOf: order.againOf ?? null,
      createdBy: callerName(caller),
      now,
    });
    const detail = {
      runId: id,
      source: source.name,
      ...(destination === null ? {} : { destination: destination.name }),
      ...(order.checkpointId === null ? {} : { checkpoint: order.checkpointId }),
      ...(plan.kind === 'restore' && plan.copyBasis !== undefined && { copy: plan.copyBasis }),
    };
    await recordAudit(database, { ...asActor(caller), action: `${plan.kind}.started`, object: workload.name, detail });
    const waiting = queue === null ? [] : [{ type: 'run.queued' as const, ...queue }];
    await appendEvents(database, { runId: id, events: [createdEvent(order), ...waiting], now });
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
  ...(plan.kind === 'move' && plan.mode !== undefined && { mode: plan.mode }),
  by: callerName(caller),
});
