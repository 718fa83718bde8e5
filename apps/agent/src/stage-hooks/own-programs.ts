import { lstatSync, type Stats } from 'node:fs';
import type { HookStage } from '@godwit/domain/run';
import { matchesWorkload } from '../policy/allow-workload.ts';
import type { OwnPrograms, Policy } from '../policy/policy.ts';

/** The entries of the policy that name a workload by one of its keys, in their order. */
export const programsFor = ({ workloads }: Pick<Policy, 'workloads'>, keys: readonly string[]): OwnPrograms[] =>
  workloads.filter(({ match }) => keys.some((key) => matchesWorkload(match, key)));

/** The hooks of one stage, each with how long it may take at most. */
export const hooksOf = (
  programs: readonly OwnPrograms[],
  stage: HookStage,
): { program: string; deadlineMs: number }[] =>
  programs.flatMap(({ hooks, hookSeconds }) =>
    (hooks[stage] ?? []).map((program) => ({ program, deadlineMs: hookSeconds * 1000 })),
  );

const groupOrOthersMayWrite = 0o022;
const somebodyMayExecute = 0o111;

const judgeFile = (stats: Stats): string | null => {
  if (!stats.isFile()) return 'it is no regular file';
  if (stats.uid !== 0 && stats.uid !== process.getuid?.()) return `it belongs to uid ${stats.uid}`;
  if (stats.mode & groupOrOthersMayWrite) return 'others than its owner may write it';
  return stats.mode & somebodyMayExecute ? null : 'it is not executable';
};

/** Why a program of the policy is not run as root; null when it may be. Read again each time. */
export const whyNotRun = (program: string): string | null => {
  try {
    return judgeFile(lstatSync(program));
  } catch (error) {
    return `it cannot be looked at: ${(error as NodeJS.ErrnoException).code ?? 'no reason given'}`;
  }
};
