import { movePlanOf } from '../move-plan.ts';
import type { PerformStep } from '../step.ts';
import { readChannel } from './prepare-destination.ts';

/** Connects the source to the destination; new connections to the tree's ports are dropped from here on. */
export const prepareSource: PerformStep = async (context) => {
  const plan = movePlanOf(await context.look());
  const channel = await readChannel(context);
  await context.awaitConnections('source');
  await context.call('source', 'prepare-source', {
    ...context.key,
    peerFingerprint: channel.destinationFingerprint,
    peerHost: channel.host,
    peerPort: channel.port,
    pid: plan.pid,
    startTimeTicks: plan.startTimeTicks,
    workloadKey: plan.workloadKey,
    serviceAddress: plan.serviceAddress,
    listeningPorts: plan.listeningPorts,
    expectedBytes: plan.expectedBytes,
  });
  return {};
};
