import { GodwitError } from '@godwit/domain/errors';
import type { Side } from '@godwit/domain/run';
import { settleSide } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';

/**
 * Sweeps one side, tells what was removed, and marks the side as settled. Leaves it unsettled when the agent fails.
 *
 * @param instead what may be done in place of the sweep; gives whether it was
 */
export const sweepSide = async (context: RunContext, side: Side, instead?: () => Promise<boolean>): Promise<void> => {
  try {
    if (await instead?.()) return;
    const { removed } = await context.call(side, 'sweep-run', context.key);
    await context.write(async (database) => {
      await settleSide(database, context.runId, side);
      await context.append(database, { type: 'sweep.done', side, removed });
    });
  } catch (error) {
    if (!(error instanceof GodwitError)) throw error;
    const { runId } = context;
    context.parts.log.warn(
      { runId, side, err: error },
      'A side could not be swept; it will be when its agent connects.',
    );
  }
};
