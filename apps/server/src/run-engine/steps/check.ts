import { GodwitError } from '@godwit/domain/errors';
import {
  controlsOf,
  type DumpPlan,
  type MovePlan,
  type PlanInput,
  planDump,
  planMove,
  planRehearsal,
  type RehearsalPlan,
} from '@godwit/domain/plan';
import { whyNotRehearse } from '@godwit/domain/rehearsal';
import { findWorkload, storePlan } from '@godwit/history-store';
import { type JudgedTree, judgeTree } from '../../commands/judge-tree.ts';
import type { PerformStep } from '../step.ts';
import { refuseUnlessMovable } from './refuse-unless-movable.ts';

/** Judges the tree once more, because what was true at the preflight may not be true now, and renews the plan from it. */
export const check: PerformStep = async (context) => {
  const { run } = await context.look();
  if (run.plan.kind === 'restore' || run.plan.kind === 'send') return {};
  await context.awaitConnections('source', ...(run.destinationHostId === null ? [] : (['destination'] as const)));
  const workload = await findWorkload(context.parts.store.database, run.workloadId);
  if (workload === null) throw new Error(`Workload ${run.workloadId} is not in the database.`);
  const judged = await judgeTree(context.parts.agents, {
    sourceHostId: run.sourceHostId,
    destinationHostId: run.destinationHostId,
    purpose: run.plan.kind === 'dump' ? purposeOfDump(run.plan) : 'move',
    pid: run.plan.pid,
    startTimeTicks: run.plan.startTimeTicks,
    serviceAddress: workload.serviceAddress,
    ...(run.plan.kind === 'move' && run.plan.files && { staging: run.plan.files.wish }),
  });
  // A rehearsal harms nothing, and shows whether what is said to block really does.
  if (run.kind === 'rehearsal') refuseUnlessRehearsable(judged);
  else refuseUnlessMovable(judged.verdict);
  const input = {
    source: judged.source,
    options: judged.verdict.options,
    workload,
    ...(judged.verdict.filePlan && { files: judged.verdict.filePlan }),
  };
  const plan = renewPlan(run.plan, input);
  return {
    result: { verdict: judged.verdict.verdict },
    also: (database) => storePlan(database, run.id, plan),
  };
};

const purposeOfDump = ({ leaveRunning }: DumpPlan): 'dump' | 'here' => (leaveRunning ? 'dump' : 'here');

type Renewed = MovePlan | DumpPlan | RehearsalPlan;

const renewPlan = (old: Renewed, input: PlanInput): Renewed => {
  if (old.kind === 'rehearsal') return { ...planRehearsal(input), ...(old.estimate && { estimate: old.estimate }) };
  return old.kind === 'move'
    ? {
        ...planMove({ ...input, holdSeconds: old.holdSeconds, controls: controlsOf(old) }),
        ...(old.estimate && { estimate: old.estimate }),
      }
    : planDump({ ...input, leaveRunning: old.leaveRunning, encrypt: old.encrypt });
};

const refuseUnlessRehearsable = ({ source: { tree }, verdict }: JudgedTree): void => {
  const refusal = tree && whyNotRehearse(tree, verdict);
  if (refusal) throw new GodwitError({ code: 'command-refused', ...refusal });
};
