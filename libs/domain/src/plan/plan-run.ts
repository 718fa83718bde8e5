import { GodwitError } from '../errors/index.ts';
import type { FactBundle, TreeFacts, Workload } from '../facts/index.ts';
import type { FilePlan } from '../file-plan/index.ts';
import { usualStopRule } from '../pre-copy/index.ts';
import type { CriuOptions } from '../verdict/index.ts';
import { copyCgroup } from './copy-cgroup.ts';
import { holdSecondsFor } from './hold-seconds.ts';
import { controlsOf, type MoveControls } from './move-controls.ts';
import { namedContainer, planSurroundings } from './plan-container.ts';
import type { DumpPlan, MovePlan } from './run-plan.ts';

export interface PlanInput {
  /** The source's bundle that was judged. */
  source: FactBundle;
  options: CriuOptions;
  workload: Pick<Workload, 'key' | 'name' | 'ownCgroup' | 'serviceAddress'>;
}

/** Makes the plan of a move out of what was judged. `holdSeconds` undefined: chosen from the size. */
export const planMove = (
  input: PlanInput & { holdSeconds?: number; controls?: MoveControls; files?: FilePlan | undefined },
): MovePlan => {
  const tree = requireTree(input.source);
  const surroundings = planSurroundings(tree);
  const { expectedBytes } = surroundings;
  return {
    kind: 'move',
    ...identifyTree(tree, input),
    cgroup: copyCgroup(input.workload.ownCgroup, input.workload.key),
    serviceAddress: input.workload.serviceAddress,
    ...surroundings,
    ...namedContainer(tree),
    ...(input.files && { files: input.files }),
    holdSeconds:
      input.holdSeconds ??
      holdSecondsFor(expectedBytes + comparedBytes(input.files), input.controls?.bandwidthBytesPerSecond),
    ...controlsOf(input.controls ?? {}),
    ...(input.controls?.mode === 'pre-copy' && { stopRule: usualStopRule(expectedBytes) }),
  };
};

/** Files are read and compared while everything stands still, which is some ten times as quick as sending them. */
const comparedBytes = (files: FilePlan | undefined): number => (files?.stagedBytes ?? 0) / 10;

/** Makes the plan of a dump into a checkpoint that stays on its host. */
export const planDump = (input: PlanInput & { leaveRunning: boolean; encrypt?: boolean | undefined }): DumpPlan => {
  const tree = requireTree(input.source);
  return {
    kind: 'dump',
    ...identifyTree(tree, input),
    leaveRunning: input.leaveRunning,
    ...(input.encrypt && { encrypt: true }),
    ...namedContainer(tree),
  };
};

export const identifyTree = (tree: TreeFacts, { options, workload }: PlanInput) => {
  const root = tree.tasks.find(({ pid }) => pid === tree.rootPid);
  if (root === undefined) throw malformed('its root process is not among its processes');
  return {
    pid: root.pid,
    startTimeTicks: root.startTimeTicks,
    taskPids: tree.tasks.map(({ pid }) => pid),
    workloadKey: workload.key,
    workloadName: workload.name,
    options,
  };
};

export const requireTree = (bundle: FactBundle): TreeFacts => {
  if (bundle.tree === undefined) throw malformed('it holds no process tree');
  return bundle.tree;
};

const malformed = (why: string): GodwitError =>
  new GodwitError({
    code: 'bundle-malformed',
    message: `No plan can be made from these facts: ${why}.`,
    remedy: 'Run the preflight again.',
  });
