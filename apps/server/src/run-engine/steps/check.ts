import { GodwitError } from '@godwit/domain/errors';
import { type DumpPlan, type MovePlan, planDump, planMove } from '@godwit/domain/plan';
import type { Verdict } from '@godwit/domain/verdict';
import { findWorkload, type RunRecord, storePlan } from '@godwit/history-store';
import { judgeTree } from '../../commands/judge-tree.ts';
import type { PerformStep } from '../step.ts';

/** Judges the tree once more, because what was true at the preflight may not be true now, and renews the plan from it. */
export const check: PerformStep = async (context) => {
  const { run } = await context.look();
  if (run.plan.kind === 'restore') return {};
  await context.awaitConnections('source', ...(run.plan.kind === 'move' ? (['destination'] as const) : []));
  const workload = await findWorkload(context.parts.store.database, run.workloadId);
  if (workload === null) throw new Error(`Workload ${run.workloadId} is not in the database.`);
  const judged = await judgeTree(context.parts.agents, {
    sourceHostId: run.sourceHostId,
    destinationHostId: run.destinationHostId,
    purpose: run.kind === 'move' ? 'move' : purposeOfDump(run),
    pid: run.plan.pid,
    startTimeTicks: run.plan.startTimeTicks,
    serviceAddress: workload.serviceAddress,
  });
  refuseUnlessMovable(judged.verdict);
  const input = { source: judged.source, options: judged.verdict.options, workload };
  const plan = renewPlan(run.plan, input);
  return {
    result: { verdict: judged.verdict.verdict },
    also: (database) => storePlan(database, run.id, plan),
  };
};

const purposeOfDump = ({ plan }: RunRecord): 'dump' | 'here' =>
  plan.kind === 'dump' && !plan.leaveRunning ? 'here' : 'dump';

const renewPlan = (old: MovePlan | DumpPlan, input: Parameters<typeof planMove>[0]): MovePlan | DumpPlan =>
  old.kind === 'move'
    ? { ...planMove({ ...input, holdSeconds: old.holdSeconds }), ...(old.estimate && { estimate: old.estimate }) }
    : planDump({ ...input, leaveRunning: old.leaveRunning });

const refuseUnlessMovable = ({ verdict, findings }: Verdict): void => {
  if (verdict === 'migratable' || verdict === 'migratable-with-options') return;
  const wanted = verdict === 'blocked' ? 'blocker' : 'not-evaluated';
  const reasons = findings.filter(({ severity }) => severity === wanted).map(({ message }) => message);
  throw new GodwitError({
    code: 'verdict-blocked',
    message: `Checked again just before the start, this would fail: ${reasons.slice(0, 3).join(' ')}`.slice(0, 4000),
    remedy: 'Run the preflight again: it shows every finding with what to do about it.',
  });
};
