import { GodwitError } from '@godwit/domain/errors';
import type { MovePlan } from '@godwit/domain/plan';
import { type PreCopyRounds, usualStopRule } from '@godwit/domain/pre-copy';
import { movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import { type RunSnapshot, sideReport } from '../run-snapshot.ts';
import type { PerformStep } from '../step.ts';
import { sideFailed } from '../wait-for-side.ts';

const lookAgainMs = 300;
/** The longest that rounds may go on; a workload that runs meanwhile is in no hurry, but somebody has to be told. */
const longestMs = 3_600_000;

/**
 * Copies the memory ahead, round after round, while the tree runs. The source's agent goes by the stop rule of the plan itself, so a server
 * that is started anew asks how far it is, and goes on. What fails here harms nothing: nothing stands still.
 */
export const preDump: PerformStep = async (context, { snapshot }) => {
  const plan = movePlanOf(snapshot);
  await context.awaitConnections('source', 'destination');
  const endsAt = context.elapsedMs + longestMs;
  for (let told = 0; ; ) {
    await context.refuseIfCancelled();
    refuseIfOver(await context.look());
    const { state, ...measured } = await context.call('source', 'pre-dump', requestOf(context, plan));
    if (measured.rounds.length !== told || state === 'done') await tell(context, measured);
    told = measured.rounds.length;
    if (state === 'done') return { result: measured };
    if (context.elapsedMs >= endsAt) throw tooLong(told);
    await context.wait(lookAgainMs);
  }
};

const requestOf = ({ key }: RunContext, { options, stopRule, expectedBytes, holdSeconds }: MovePlan) => ({
  ...key,
  criuArguments: options.dump,
  stopRule: stopRule ?? usualStopRule(expectedBytes),
  holdSeconds,
});

const tell = (context: RunContext, measured: PreCopyRounds): Promise<void> =>
  context.record({ type: 'rounds.measured', ...measured, lastBytes: null });

const ended = { source: ['aborted', 'given-back', 'swept'], destination: ['failed', 'discarded', 'swept'] } as const;

/** A side that gave up meanwhile says why better than the other one, which only sees the line break. */
const refuseIfOver = (snapshot: RunSnapshot): void => {
  for (const side of ['source', 'destination'] as const) {
    const report = sideReport(snapshot, side);
    if (report !== null && ended[side].some((state) => state === report.state)) throw sideFailed(side, report);
  }
};

const tooLong = (rounds: number): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `After ${rounds} rounds and ${longestMs / 60_000} minutes the memory was still being copied ahead.`,
    remedy: 'Look at the line between the hosts. Post-copy needs it only once for each page.',
  });
