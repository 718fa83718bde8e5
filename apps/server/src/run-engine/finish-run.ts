import type { ErrorReport } from '@godwit/domain/errors';
import type { RunOutcome } from '@godwit/domain/run';
import {
  finishRun,
  markHostChanged,
  markWorkloadChanged,
  markWorkloadEnded,
  recordAudit,
  type WorkloadStart,
} from '@godwit/history-store';
import type { RunContext } from './run-context.ts';
import { lostSchema, type RunSnapshot } from './run-snapshot.ts';
import { proofSchema, unproved } from './unproved.ts';

/** Ends the run: row, event and audit in one transaction. */
export const endRun = async (context: RunContext, snapshot: RunSnapshot, outcome: RunOutcome): Promise<void> => {
  const end = outcome === 'succeeded' ? endOfSuccess(snapshot) : { outcome, error: errorOf(snapshot, outcome) };
  const { run } = snapshot;
  await context.write(async (database) => {
    await context.append(database, {
      type: 'run.finished',
      outcome: end.outcome,
      ...(end.error === null ? {} : { error: end.error }),
    });
    await finishRun(database, { runId: run.id, ...end, now: context.now });
    await recordAudit(database, {
      actorId: 'server',
      actor: 'Godwit',
      via: 'server',
      action: 'run.finished',
      object: run.workloadName,
      detail: { runId: run.id, outcome: end.outcome },
    });
    const ended = outcome === 'succeeded' ? endedStart(snapshot) : null;
    if (ended !== null) await markWorkloadEnded(database, ended);
    await markWorkloadChanged(database, run.workloadId);
    await markHostChanged(database, run.sourceHostId);
    if (run.destinationHostId !== null) await markHostChanged(database, run.destinationHostId);
  });
};

/** What does not run any more on the source, now that all steps are done: nobody waits for the host's next list to know. */
const endedStart = ({ run: { plan, workloadId } }: RunSnapshot): WorkloadStart | null => {
  const ends = plan.kind === 'move' || (plan.kind === 'dump' && !plan.leaveRunning);
  return ends ? { workloadId, pid: plan.pid, startTimeTicks: plan.startTimeTicks } : null;
};

interface End {
  outcome: RunOutcome;
  error: ErrorReport | null;
}

/** All steps are done. A copy that runs but is not what was frozen is no success. */
const rehearsedOtherwise = (lines: readonly string[]): ErrorReport => ({
  code: 'images-differ',
  message: `The rehearsed copy was built, but it is not what was frozen: ${lines.slice(0, 3).join(' ')}`.slice(0, 4000),
  remedy: 'Look at what was compared below before you move the workload. The source runs on, and the copy is gone.',
});

const endOfSuccess = ({ run, steps }: RunSnapshot): End => {
  const proof = proofSchema.safeParse((steps.get('prove') ?? steps.get('rehearse-build'))?.result);
  if (!proof.success || proof.data.passed) return { outcome: 'succeeded', error: null };
  if (run.kind === 'rehearsal') return { outcome: 'failed', error: rehearsedOtherwise(proof.data.lines) };
  return { outcome: 'failed', error: unproved(proof.data) };
};

const errorOf = ({ run, steps }: RunSnapshot, outcome: RunOutcome): ErrorReport | null => {
  if (outcome === 'cancelled') return null;
  const lost = [...steps.values()].map(({ result }) => lostSchema.safeParse(result)).find(({ success }) => success);
  if (lost?.data) {
    return {
      code: 'memory-lost',
      message: lost.data.why,
      remedy:
        'Start the workload anew. A post-copy is lost when one of its hosts, or the line between them, fails before all memory is there.',
    };
  }
  if (run.decisionMade === 'give-up') {
    return {
      code: 'criu-failed',
      message: 'The copy died after its release, and a person decided not to restore it a second time.',
      remedy: 'The images are still on the destination: restore them by hand, or start the workload anew.',
    };
  }
  return [...steps.values()].find(({ key, error }) => error !== null && !key.includes(':'))?.error ?? null;
};
