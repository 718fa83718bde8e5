import { solvedBlockers } from './blockers.ts';
import type { KernelGap } from './kernel-gap.ts';
import { solvedLosses } from './losses.ts';

/** Every blocker and loss that some kernel or CRIU has solved: blockers first, the newest solutions first. */
export const kernelGaps: readonly { kind: 'blocker' | 'loss'; gap: KernelGap }[] = [
  ...solvedBlockers.map((gap) => ({ kind: 'blocker' as const, gap })),
  ...solvedLosses.map((gap) => ({ kind: 'loss' as const, gap })),
];

export { type GapHost, type GapResult, type JudgedGap, judgeGap } from './judge-gap.ts';
export type { KernelGap } from './kernel-gap.ts';
