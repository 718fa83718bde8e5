import { passIdentity } from '../pass-identity.ts';
import { rehearsalPlanOf } from '../rehearsal-plan.ts';
import type { PerformStep } from '../step.ts';

/** Opens the journal and the keys of both sides, and has the destination try whether it can give the copy a scene of its own. */
export const rehearseDestination: PerformStep = async (context) => {
  const plan = rehearsalPlanOf(await context.look());
  await context.awaitConnections('source', 'destination');
  const source = await context.call('source', 'open-run', { ...context.key, side: 'source' });
  const destination = await context.call('destination', 'open-run', { ...context.key, side: 'destination' });
  await context.refuseIfCancelled();
  const { host, port } = await context.call('destination', 'rehearse-destination', {
    ...context.key,
    peerFingerprint: source.fingerprint,
    ...passIdentity((await context.hostOf('source')).id, source),
    workloadKey: plan.workloadKey,
    workloadName: plan.workloadName,
    ids: plan.ids,
    expectedBytes: plan.expectedBytes,
    writtenPaths: plan.writtenPaths,
    restoreArguments: plan.options.restore,
    ...(plan.container && { container: plan.container }),
  });
  const identity = passIdentity((await context.hostOf('destination')).id, destination);
  return { result: { destinationFingerprint: destination.fingerprint, host, port, ...identity } };
};
