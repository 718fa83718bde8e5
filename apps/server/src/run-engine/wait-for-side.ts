import type { RunState } from '@godwit/agent-protocol';
import { type ErrorCode, GodwitError } from '@godwit/domain/errors';
import type { Side } from '@godwit/domain/run';
import { RunCancelled } from './interruptions.ts';
import type { RunContext } from './run-context.ts';
import { sideReport } from './run-snapshot.ts';

export interface AwaitedSide {
  side: Side;
  /** States that end the waiting well. */
  until: readonly RunState['state'][];
  /** States from which the awaited one cannot come any more. */
  failing: readonly RunState['state'][];
}

interface WaitOptions {
  sides: readonly AwaitedSide[];
  /** What is being waited for, in words: "… did not happen within N seconds". */
  what: string;
  deadlineMs: number;
  cancellable: boolean;
}

/** Every so many looks without news the agents are asked, in case a message is stuck in a spool. */
const looksPerQuestion = 5;

/** Waits until every side is where it should be. Throws the side's own failure, `deadline-reached`, or RunCancelled. */
export const waitForSides = async (context: RunContext, options: WaitOptions): Promise<void> => {
  const deadline = context.elapsedMs + options.deadlineMs;
  for (let look = 1; ; look += 1) {
    const snapshot = await context.look();
    if (options.cancellable && snapshot.run.cancelRequestedAt !== null) throw new RunCancelled();
    const missing = options.sides.filter((awaited) => !hasArrived(sideReport(snapshot, awaited.side), awaited));
    if (missing.length === 0) return;
    if (context.elapsedMs >= deadline) throw tooLate(options);
    if (look % looksPerQuestion === 0) for (const { side } of missing) await context.tryToAskSide(side);
    else await context.wait();
  }
};

const hasArrived = (report: RunState | null, { side, until, failing }: AwaitedSide): boolean => {
  if (report === null) return false;
  if (failing.includes(report.state)) throw sideFailed(side, report);
  return until.includes(report.state);
};

/** A side's failure as it told it. */
export const sideFailed = (side: Side, { state, reason, errorCode }: RunState): GodwitError => {
  const code: ErrorCode = errorCode ?? 'criu-failed';
  return new GodwitError({
    code,
    message: reason ?? `The ${side} went to "${state}" and did not say why.`,
    remedy: 'Read the last lines of the log below; the workload itself was not harmed before the commit.',
  });
};

const tooLate = ({ what, deadlineMs }: WaitOptions): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `${what} did not happen within ${Math.round(deadlineMs / 1000)} seconds.`,
    remedy: 'Look at the load and the connection of both hosts, then try again.',
  });
