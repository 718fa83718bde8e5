import { GodwitError } from '@godwit/domain/errors';
import { controlsOf } from '@godwit/domain/plan';
import { findRun, type RunRecord } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import type { Caller } from '../procedures/context.ts';
import { required } from './not-found.ts';
import { orderRehearsal } from './order-rehearsal.ts';
import { orderDump, orderMove, orderRestore } from './order-run.ts';
import { orderSend } from './order-send.ts';
import { runPreflight } from './run-preflight.ts';
import type { RunOrder } from './start-run.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

/**
 * The plan of a run that did not succeed, once more: judged afresh, with everything that a person had chosen. Throws the
 * reason when it may not start now.
 */
export const orderAgain = async (parts: Parts, runId: string, caller: Caller): Promise<RunOrder> => {
  const run = required(await findRun(parts.store.database, runId), 'run');
  if (run.state !== 'finished' || run.outcome === 'succeeded') throw nothingToRepeat(run);
  return { ...(await repeat(parts, run, caller)), againOf: run.id };
};

const repeat = async (parts: Parts, run: RunRecord, caller: Caller): Promise<RunOrder> => {
  const { plan, workloadId } = run;
  if (plan.kind === 'dump')
    return orderDump(parts, { workloadId, leaveRunning: plan.leaveRunning, encrypt: plan.encrypt, caller });
  if (plan.kind === 'restore') return orderRestore(parts, { checkpointId: plan.checkpointId, caller });
  if (plan.kind === 'send') {
    const { checkpointId, bandwidthBytesPerSecond } = plan;
    return orderSend(parts, {
      checkpointId,
      bandwidthBytesPerSecond,
      destinationHostId: run.destinationHostId ?? '',
      caller,
    });
  }
  const destinationHostId = run.destinationHostId ?? undefined;
  const preflightId = await runPreflight(parts, { workloadId, purpose: 'move', destinationHostId, caller });
  if (plan.kind === 'rehearsal') return orderRehearsal(parts, { preflightId, caller });
  return orderMove(parts, { preflightId, holdSeconds: plan.holdSeconds, controls: controlsOf(plan), caller });
};

const nothingToRepeat = ({ state, workloadName }: RunRecord): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message:
      state === 'finished'
        ? `This run of ${workloadName} succeeded, so there is nothing to repeat.`
        : `This run of ${workloadName} is not over yet.`,
    remedy: state === 'finished' ? 'Start from a new preflight.' : 'Wait for its end, or cancel it.',
  });
