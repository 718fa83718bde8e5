import { setTimeout } from 'node:timers/promises';
import { GodwitError } from '@godwit/domain/errors';
import type { RunEvent, RunOutcome } from '@godwit/domain/run';
import type { RouterOutputs } from '@godwit/server/router-type';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson } from '../reporters/json.ts';
import { printLines } from '../reporters/text.ts';
import { eventLine, outcomeLines } from '../reporters/text-run.ts';
import { ask, type Portal } from './client.ts';

type RunDetail = RouterOutputs['runs']['get'];

const betweenLooksMs = 400;
/** A portal that restarts is back within this time, and the run goes on meanwhile. */
const patienceMs = 60_000;

const exitCodeByOutcome: Record<RunOutcome, ExitCode> = {
  succeeded: exitCodes.ok,
  'given-back': exitCodes.refused,
  cancelled: exitCodes.refused,
  failed: exitCodes.refused,
  'needs-decision': exitCodes.undetermined,
};

const isOver = (run: RunDetail): boolean => run.state === 'finished' || run.decision !== null;

/** Asks again while the portal does not answer: the run does not depend on this command. */
const lookPatiently = async (portal: Portal, runId: string): Promise<RunDetail> => {
  const giveUpMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask(portal.runs.get.query({ runId }));
    } catch (error) {
      const lost = error instanceof GodwitError && error.code === 'channel-broken';
      if (!lost || performance.now() > giveUpMs) throw error;
      await setTimeout(betweenLooksMs * 2);
    }
  }
};

const printNew = (events: readonly RunEvent[], seen: Set<string>): void => {
  for (const event of events.filter(({ id }) => !seen.has(id))) {
    seen.add(event.id);
    const line = eventLine(event);
    if (line !== null) printLines([line]);
  }
};

/** Follows a run to its end, telling each event as it comes, and returns the exit code for its outcome. */
export const followRun = async (portal: Portal, runId: string, json: boolean): Promise<ExitCode> => {
  const seen = new Set<string>();
  if (!json) printLines([`Run ${runId}. It goes on when this command ends.`]);
  for (;;) {
    const run = await lookPatiently(portal, runId);
    if (!json) printNew(run.events, seen);
    if (isOver(run)) {
      if (json) printJson({ version: 1, run });
      else printLines(outcomeLines(run));
      return exitCodeByOutcome[run.outcome ?? 'needs-decision'];
    }
    await setTimeout(betweenLooksMs);
  }
};
