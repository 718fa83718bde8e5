import { connectSource } from '../open-relay.ts';
import { rehearsalPlanOf } from '../rehearsal-plan.ts';
import type { PerformStep } from '../step.ts';
import { channelSchema } from './prepare-destination.ts';

/** Connects the source to the destination. Nothing is dropped on the way to the workload: whoever connects is served a moment later. */
export const rehearseSource: PerformStep = async (context) => {
  const snapshot = await context.look();
  const plan = rehearsalPlanOf(snapshot);
  const channel = channelSchema.parse(snapshot.steps.get('rehearse-destination')?.result);
  await context.awaitConnections('source');
  const request = {
    ...context.key,
    peerFingerprint: channel.destinationFingerprint,
    ...(channel.peerIdentity && { peerIdentity: channel.peerIdentity }),
    pid: plan.pid,
    startTimeTicks: plan.startTimeTicks,
    workloadKey: plan.workloadKey,
    expectedBytes: plan.expectedBytes,
    ...(plan.container && { container: plan.container }),
  };
  await connectSource(context, channel, ({ host, port }) =>
    context.call('source', 'rehearse-source', { ...request, peerHost: host, peerPort: port }),
  );
  return {};
};
