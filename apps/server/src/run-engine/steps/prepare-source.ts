import { carriedFiles } from '@godwit/domain/file-plan';
import { keepsCheckpoint } from '@godwit/domain/plan';
import { movePlanOf, namedMode } from '../move-plan.ts';
import { connectSource, type Way } from '../open-relay.ts';
import { prepareMs } from '../prepare-deadline.ts';
import type { PerformStep } from '../step.ts';
import { readChannel } from './prepare-destination.ts';

/** Connects the source to the destination; new connections to the tree's ports are dropped from here on. */
export const prepareSource: PerformStep = async (context) => {
  const plan = movePlanOf(await context.look());
  const channel = await readChannel(context);
  await context.awaitConnections('source');
  const request = {
    ...context.key,
    peerFingerprint: channel.destinationFingerprint,
    ...(channel.peerIdentity && { peerIdentity: channel.peerIdentity }),
    pid: plan.pid,
    startTimeTicks: plan.startTimeTicks,
    workloadKey: plan.workloadKey,
    serviceAddress: plan.serviceAddress,
    listeningPorts: plan.listeningPorts,
    expectedBytes: plan.expectedBytes,
    ...namedMode(plan),
    ...(keepsCheckpoint(plan) && { keepCheckpoint: true as const }),
    ...(plan.files && { files: carriedFiles(plan.files) }),
    ...(plan.container && { container: plan.container }),
    ...(plan.bandwidthBytesPerSecond === undefined ? {} : { bandwidthBytesPerSecond: plan.bandwidthBytesPerSecond }),
  };
  const prepareWith = ({ host, port }: Way) =>
    context.call('source', 'prepare-source', { ...request, peerHost: host, peerPort: port }, prepareMs(plan));
  // In post-copy the copy needs its source after the commit, and a server that is started anew would cut it off.
  if (plan.mode === 'post-copy') await prepareWith(channel);
  else await connectSource(context, channel, prepareWith);
  return {};
};
