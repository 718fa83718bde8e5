import type { CommandResult } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { SendPlan } from '@godwit/domain/plan';
import type { Side } from '@godwit/domain/run';
import { findCheckpoint, recordAudit, settleSide, storeCheckpoint, storeTimes } from '@godwit/history-store';
import { connectSource } from '../open-relay.ts';
import type { RunContext } from '../run-context.ts';
import { sendPlanOf } from '../send-plan.ts';
import { StallWatch } from '../stall-watch.ts';
import type { PerformStep } from '../step.ts';
import { totalUsOf } from '../total-us.ts';

type Report = CommandResult<'report-transfer'>['transfer'];

/** Has the images sent from agent to agent, and waits until the receiving one has them signed, checked and on its disk. */
export const sendCheckpoint: PerformStep = async (context, { snapshot }) => {
  const { run } = snapshot;
  const plan = sendPlanOf(snapshot);
  const original = await findCheckpoint(context.parts.store.database, plan.checkpointId);
  if (original === null) throw new Error(`Checkpoint ${plan.checkpointId} is not in the database.`);
  try {
    await context.awaitConnections('source', 'destination');
    const totalBytes = await start(context, plan, original.encrypted);
    await waitUntilKept(context, totalBytes);
    const totalUs = totalUsOf(run, context.now);
    const times = { frozenUs: null, switchOverUs: null, totalUs, overheadUs: null };
    const { id: hostId, name } = await context.hostOf('destination');
    return {
      also: async (database) => {
        const workload = { id: run.workloadId, key: run.workloadKey, name: run.workloadName };
        const { frozenUs, leftRunning, options, encrypted, moveRunId, keptBecause, id: copyOf } = original;
        const came = { copyOf, moveRunId, keptBecause };
        const kept = { frozenUs, leftRunning, options, encrypted, ...came, imageBytes: totalBytes };
        await storeCheckpoint(database, { id: run.id, runId: run.id, workload, hostId, ...kept, now: context.now });
        const detail = { id: copyOf, copy: run.id, to: name };
        const actor = { actorId: 'server', actor: run.createdBy, via: 'server' as const };
        await recordAudit(database, { ...actor, action: 'checkpoint.sent', object: run.workloadName, detail });
        await storeTimes(database, run.id, times);
        for (const side of ['source', 'destination'] as const) await settleSide(database, run.id, side);
        await context.append(database, { type: 'times.measured', times });
      },
    };
  } finally {
    for (const side of ['source', 'destination'] as const)
      await context.call(side, 'end-transfer', context.key).catch(() => undefined);
  }
};

const start = async (context: RunContext, plan: SendPlan, encrypt: boolean): Promise<number> => {
  const { checkpointId, bandwidthBytesPerSecond: limit } = plan;
  const identify = async (side: Side, identity: { publicKey: string; signature: string }) => ({
    hostId: (await context.hostOf(side)).id,
    ...identity,
  });
  const offered = await context.call('source', 'offer-checkpoint', { ...context.key, checkpointId });
  const listening = await context.call('destination', 'receive-checkpoint', {
    ...context.key,
    peerFingerprint: offered.fingerprint,
    peerIdentity: await identify('source', offered.identity),
    expectedBytes: offered.totalBytes,
    ...(encrypt && { encrypt }),
  });
  const request = {
    ...context.key,
    checkpointId,
    peerFingerprint: listening.fingerprint,
    peerIdentity: await identify('destination', listening.identity),
    ...(limit === undefined ? {} : { bandwidthBytesPerSecond: limit }),
  };
  await connectSource(context, listening, ({ host, port }) =>
    context.call('source', 'send-checkpoint', { ...request, peerHost: host, peerPort: port }),
  );
  return offered.totalBytes;
};

const waitUntilKept = async (context: RunContext, expectedBytes: number): Promise<void> => {
  const watch = new StallWatch(context.elapsedMs);
  let told = -1;
  for (;;) {
    await context.refuseIfCancelled();
    const source = await report(context, 'source');
    const destination = await report(context, 'destination');
    if (destination?.state === 'done') return tellBytes(context, destination.bytes, destination.bytes);
    // What the receiving side says of a failure names its cause; the other one only sees the line break.
    const failed = [destination, source].find((side) => side === null || side.state === 'failed');
    if (failed !== undefined) throw failure(failed);
    const bytes = destination?.bytes ?? 0;
    if (bytes > told) await tellBytes(context, bytes, expectedBytes);
    told = Math.max(told, bytes);
    const worked = (source?.worked ?? 0) + (destination?.worked ?? 0);
    const stalledMs = watch.look({ bytes, worked }, context.elapsedMs);
    if (stalledMs !== null) throw stalled(stalledMs);
    await context.wait();
  }
};

const tellBytes = (context: RunContext, sentBytes: number, expectedBytes: number): Promise<void> => {
  const measured = { sentBytes, expectedBytes, pagesWritten: null, bytesPerSecond: null };
  return context.record({ type: 'progress.measured', side: 'source', ...measured });
};

const report = async (context: RunContext, side: Side): Promise<Report> =>
  (await context.call(side, 'report-transfer', { runId: context.runId })).transfer;

const failure = (side: Report): GodwitError =>
  new GodwitError(
    side?.error ?? {
      code: 'channel-broken',
      message: 'An agent was started anew while the images were on their way, so they did not arrive.',
      remedy: 'Send the checkpoint again: nothing was changed.',
    },
  );

const stalled = (stalledMs: number): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `Nothing of the images arrived, and nothing was done with them, for ${stalledMs / 1000} seconds.`,
    remedy: 'Look at the connection of the two hosts, then send the checkpoint again.',
  });
