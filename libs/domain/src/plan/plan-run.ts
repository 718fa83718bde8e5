import { neededIds } from '../comparison/needed-ids.ts';
import { GodwitError } from '../errors/index.ts';
import type { FactBundle, TreeFacts, Workload } from '../facts/index.ts';
import type { CriuOptions } from '../verdict/index.ts';
import { copyCgroup } from './copy-cgroup.ts';
import { holdSecondsFor } from './hold-seconds.ts';
import { listeningPorts } from './listening-ports.ts';
import type { DumpPlan, MovePlan } from './run-plan.ts';

export interface PlanInput {
  /** The source's bundle that was judged. */
  source: FactBundle;
  options: CriuOptions;
  workload: Pick<Workload, 'key' | 'name' | 'ownCgroup' | 'serviceAddress'>;
}

/** Makes the plan of a move out of what was judged. `holdSeconds` undefined: chosen from the size. */
export const planMove = (input: PlanInput & { holdSeconds?: number }): MovePlan => {
  const tree = requireTree(input.source);
  const expectedBytes = tree.dumpedMemoryBytes.known ? tree.dumpedMemoryBytes.value : 0;
  return {
    kind: 'move',
    ...identifyTree(tree, input),
    cgroup: copyCgroup(input.workload.ownCgroup, input.workload.key),
    serviceAddress: input.workload.serviceAddress,
    listeningPorts: listeningPorts(tree),
    ids: neededIds(tree),
    expectedBytes,
    holdSeconds: input.holdSeconds ?? holdSecondsFor(expectedBytes),
  };
};

/** Makes the plan of a dump into a checkpoint that stays on its host. */
export const planDump = (input: PlanInput & { leaveRunning: boolean }): DumpPlan => ({
  kind: 'dump',
  ...identifyTree(requireTree(input.source), input),
  leaveRunning: input.leaveRunning,
});

const identifyTree = (tree: TreeFacts, { options, workload }: PlanInput) => {
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

const requireTree = (bundle: FactBundle): TreeFacts => {
  if (bundle.tree === undefined) throw malformed('it holds no process tree');
  return bundle.tree;
};

const malformed = (why: string): GodwitError =>
  new GodwitError({
    code: 'bundle-malformed',
    message: `No plan can be made from these facts: ${why}.`,
    remedy: 'Run the preflight again.',
  });
