import { peerIdentitySchema } from '@godwit/agent-protocol';
import { carriedFiles } from '@godwit/domain/file-plan';
import { z } from 'zod';
import { movePlanOf, namedMode } from '../move-plan.ts';
import { passIdentity } from '../pass-identity.ts';
import { prepareMs } from '../prepare-deadline.ts';
import type { RunContext } from '../run-context.ts';
import type { PerformStep } from '../step.ts';

/** What the source has to know of the destination's end of their channel. */
export const channelSchema = z.object({
  destinationFingerprint: z.string(),
  host: z.string(),
  port: z.number().int(),
  peerIdentity: peerIdentitySchema.optional(),
});

/** Opens the journal and the keys of both sides, then makes everything ready on the destination. */
export const prepareDestination: PerformStep = async (context) => {
  const plan = movePlanOf(await context.look());
  await context.awaitConnections('source', 'destination');
  const source = await context.call('source', 'open-run', { ...context.key, side: 'source' });
  const destination = await context.call('destination', 'open-run', { ...context.key, side: 'destination' });
  await context.refuseIfCancelled();
  const { host, port } = await context.call(
    'destination',
    'prepare-destination',
    {
      ...context.key,
      peerFingerprint: source.fingerprint,
      ...passIdentity((await context.hostOf('source')).id, source),
      workloadKey: plan.workloadKey,
      workloadName: plan.workloadName,
      cgroup: plan.cgroup,
      serviceAddress: plan.serviceAddress,
      listeningPorts: plan.listeningPorts,
      ids: plan.ids,
      expectedBytes: plan.expectedBytes,
      ...namedMode(plan),
      ...(plan.container && { container: plan.container }),
      restoreArguments: plan.options.restore,
      ...(plan.files && { files: carriedFiles(plan.files) }),
    },
    prepareMs(plan),
  );
  const identity = passIdentity((await context.hostOf('destination')).id, destination);
  return { result: { destinationFingerprint: destination.fingerprint, host, port, ...identity } };
};

/** Reads back what the step found out. */
export const readChannel = async (context: RunContext): Promise<z.infer<typeof channelSchema>> =>
  channelSchema.parse((await context.look()).steps.get('prepare-destination')?.result);
