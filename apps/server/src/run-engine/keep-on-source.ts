import { keepsCheckpoint } from '@godwit/domain/plan';
import { rehearsedOptions } from '@godwit/domain/rehearsal';
import { recordAudit, settleSide, storeCheckpoint } from '@godwit/history-store';
import { z } from 'zod';
import type { RunContext } from './run-context.ts';
import type { RunSnapshot } from './run-snapshot.ts';

const proofSchema = z.object({ passed: z.boolean() });

/** Why the full checkpoint that this move keeps on its source is not swept with the run; null: it keeps none, or the copy is proved. */
export const whyKept = ({ run, steps }: RunSnapshot): string | null => {
  const { plan } = run;
  if (plan.kind !== 'move' || !keepsCheckpoint(plan)) return null;
  const proof = proofSchema.safeParse(steps.get('prove')?.result);
  if (proof.success) return proof.data.passed ? null : 'the copy is not proved';
  return run.outcome === 'failed' ? 'the run ended before its copy was proved' : null;
};

/**
 * Makes the images that a move kept on its source a checkpoint, once, and sweeps everything else of the run there. False: there are
 * none, and the side is to be swept as any other.
 */
export const keepOnSource = async (context: RunContext, { run, steps }: RunSnapshot, why: string): Promise<boolean> => {
  const { kept, removed } = await context.call('source', 'keep-images', context.key);
  if (kept === null) return false;
  const { id: runId, workloadId, workloadKey, workloadName: name, sourceHostId: hostId, plan } = run;
  await context.write(async (database) => {
    await storeCheckpoint(database, {
      id: runId,
      runId,
      workload: { id: workloadId, key: workloadKey, name },
      hostId,
      ...kept,
      leftRunning: false,
      // Its connections went on with the copy.
      options: rehearsedOptions(plan.options),
      moveRunId: runId,
      keptBecause: why,
      // It is as old as what it holds.
      now: steps.get('dump')?.startedAt ?? context.now,
    });
    await settleSide(database, runId, 'source');
    const stays = `the full checkpoint of this run stays on the source, among the checkpoints, because ${why}`;
    await context.append(database, { type: 'sweep.done', side: 'source', removed: [...removed, stays] });
    const server = { actorId: 'server', actor: 'Godwit', via: 'server' as const };
    await recordAudit(database, { ...server, action: 'checkpoint.kept', object: name, detail: { id: runId, why } });
  });
  return true;
};
