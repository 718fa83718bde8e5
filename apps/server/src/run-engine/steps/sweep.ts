import { settleSide } from '@godwit/history-store';
import { z } from 'zod';
import { movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import type { RunSnapshot } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { sweepSide } from '../sweep-side.ts';

/** Removes what the run made on both hosts. A host that cannot be reached now is swept when it comes back. */
export const sweep: PerformStep = async (context, { snapshot }) => {
  await context.awaitConnections('source', 'destination');
  const leaveSource = keepsUnproved(snapshot);
  await Promise.all([leaveSource ? leave(context) : sweepSide(context, 'source'), sweepSide(context, 'destination')]);
  return {};
};

const proofSchema = z.object({ passed: z.boolean() });

/** A full checkpoint was to be kept until the copy is proved, and it is not. */
const keepsUnproved = (snapshot: RunSnapshot): boolean => {
  const { keepCheckpoint, mode } = movePlanOf(snapshot);
  const proof = proofSchema.safeParse(snapshot.steps.get('prove')?.result);
  return keepCheckpoint === true && mode !== 'post-copy' && proof.data?.passed === false;
};

const leave = (context: RunContext): Promise<void> =>
  context.write(async (database) => {
    await settleSide(database, context.runId, 'source');
    const removed = ['nothing: the checkpoint of this run stays on the source, because the copy is not proved'];
    await context.append(database, { type: 'sweep.done', side: 'source', removed });
  });
