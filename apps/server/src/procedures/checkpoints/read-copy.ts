import { copyChoices, copyChoiceTexts, sayCopy } from '@godwit/domain/checkpoints';
import { findCheckpoint, findRun } from '@godwit/history-store';
import { checkpointRemoved, required } from '../../commands/not-found.ts';
import { readCopyState } from '../../queries/read-copy-state.ts';
import { operatorProcedure } from '../trpc.ts';
import { readCopyInput, readCopyOutput } from './read-copy.schema.ts';

/** Asks the hosts whether the copy runs of a move that kept this checkpoint. Throws `not-found` for one that no move kept. */
export const readCopy = operatorProcedure
  .input(readCopyInput)
  .output(readCopyOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const checkpoint = required(await findCheckpoint(database, input.checkpointId), 'checkpoint');
    if (checkpoint.removedAt !== null) throw checkpointRemoved();
    const copy = required(await readCopyState(ctx, checkpoint), 'copy');
    const plan = checkpoint.moveRunId === null ? null : (await findRun(database, checkpoint.moveRunId))?.plan;
    const names = { host: copy.host ?? '', workload: checkpoint.workloadName };
    const choices = copyChoices.map((choice) => {
      const { label, confirm } = copyChoiceTexts[choice];
      return { choice, label, confirmName: names[confirm] };
    });
    return {
      state: copy.state,
      text: sayCopy(copy),
      serviceAddress: plan?.kind === 'move' ? plan.serviceAddress : null,
      choices: copy.state === 'unknown' ? choices : [],
    };
  });
