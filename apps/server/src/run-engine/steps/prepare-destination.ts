import { z } from 'zod';
import { movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import type { PerformStep } from '../step.ts';

/** What the source has to know of the destination's end of their channel. */
export const channelSchema = z.object({ destinationFingerprint: z.string(), host: z.string(), port: z.number().int() });

/** Opens the journal and the keys of both sides, then makes everything ready on the destination. */
export const prepareDestination: PerformStep = async (context) => {
  const plan = movePlanOf(await context.look());
  await context.awaitConnections('source', 'destination');
  const source = await context.call('source', 'open-run', { ...context.key, side: 'source' });
  const destination = await context.call('destination', 'open-run', { ...context.key, side: 'destination' });
  await context.refuseIfCancelled();
  const { host, port } = await context.call('destination', 'prepare-destination', {
    ...context.key,
    peerFingerprint: source.fingerprint,
    workloadKey: plan.workloadKey,
    workloadName: plan.workloadName,
    cgroup: plan.cgroup,
    serviceAddress: plan.serviceAddress,
    listeningPorts: plan.listeningPorts,
    ids: plan.ids,
    expectedBytes: plan.expectedBytes,
    restoreArguments: plan.options.restore,
  });
  return { result: { destinationFingerprint: destination.fingerprint, host, port } };
};

/** Reads back what the step found out. */
export const readChannel = async (context: RunContext): Promise<z.infer<typeof channelSchema>> =>
  channelSchema.parse((await context.look()).steps.get('prepare-destination')?.result);
