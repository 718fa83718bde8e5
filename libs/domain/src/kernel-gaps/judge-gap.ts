import { compareVersions } from '../rules/version-order.ts';
import type { KernelGap } from './kernel-gap.ts';

/** What is known of a host's kernel and CRIU. */
export interface GapHost {
  /** As in `uname -r`; null when it is not known. */
  kernel: string | null;
  criu: string | null;
  /** What `criu check --feature NAME` said there, by name; null when nobody asked. */
  features: Readonly<Record<string, boolean>> | null;
}

/**
 * `passes`, `fails`; `not-affected`, the kernel is from before the trouble; `unknown`, nothing tells.
 */
export const gapResults = ['passes', 'not-affected', 'fails', 'unknown'] as const;
export type GapResult = (typeof gapResults)[number];

export interface JudgedGap {
  result: GapResult;
  /** Whether CRIU was asked on the host, or versions were compared. */
  by: 'asked' | 'versions' | 'nothing';
  because: string;
}

const isBefore = (version: string, first: string | null): boolean =>
  first !== null && compareVersions(version, first, 2) < 0;

const tooOld = ({ kernel, criu }: KernelGap, host: { kernel: string; criu: string }): string[] => [
  ...(isBefore(host.kernel, kernel) ? [`kernel ${host.kernel} is older than ${kernel}`] : []),
  ...(isBefore(host.criu, criu) ? [`CRIU ${host.criu} is older than ${criu}`] : []),
];

const byVersions = (gap: KernelGap, host: { kernel: string; criu: string }): JudgedGap => {
  const reasons = tooOld(gap, host);
  if (reasons.length > 0) return { result: 'fails', by: 'versions', because: `${reasons.join(', and ')}` };
  return { result: 'passes', by: 'versions', because: `kernel ${host.kernel} and CRIU ${host.criu} are new enough` };
};

const byFeature = (gap: KernelGap, host: { kernel: string; criu: string }, has: boolean): JudgedGap => {
  const asked = `criu check --feature ${gap.feature}`;
  if (has) return { result: 'passes', by: 'asked', because: `${asked} says yes there` };
  const reasons = tooOld(gap, host);
  return { result: 'fails', by: 'asked', because: [`${asked} says no there`, ...reasons].join('; ') };
};

/** Whether a host has what solves one gap. What CRIU itself said there outranks versions. */
export const judgeGap = (gap: KernelGap, { kernel, criu, features }: GapHost): JudgedGap => {
  if (kernel === null) return { result: 'unknown', by: 'nothing', because: 'its kernel is not known' };
  if (isBefore(kernel, gap.troubleSince))
    return { result: 'not-affected', by: 'versions', because: `kernel ${kernel} is from before ${gap.troubleSince}` };
  if (criu === null) return { result: 'unknown', by: 'nothing', because: 'no CRIU was found there' };
  const asked = gap.feature === null ? undefined : features?.[gap.feature];
  return asked === undefined ? byVersions(gap, { kernel, criu }) : byFeature(gap, { kernel, criu }, asked);
};
