import type { RunTimes } from '../run/index.ts';

/** What the four times are made of. Milliseconds are on the server's clock, so that two hosts' clocks need not agree. */
export interface TimeMarks {
  createdAtMs: number;
  /** When the source's tasks stopped. */
  frozenAtMs: number | null;
  /** When the copy ran. */
  releasedAtMs: number | null;
  provedAtMs: number | null;
  /** CRIU's own frozen_time; with a hold in `post-dump` it includes the hold. */
  criuFrozenUs: number | null;
  imageBytes: number | null;
  /** Highest rate seen on the channel. */
  bytesPerSecond: number | null;
  /** Measured by the agents over their channel, which compared their clocks; goes before what the server saw. */
  agentSwitchOverUs: number | null;
}

/** Frozen, switch-over, total and overhead in microseconds; null where something it needs is not known. */
export const measureTimes = (marks: TimeMarks): RunTimes => {
  const switchOverUs = marks.agentSwitchOverUs ?? elapsedUs(marks.frozenAtMs, marks.releasedAtMs);
  return {
    frozenUs: marks.criuFrozenUs,
    switchOverUs,
    totalUs: elapsedUs(marks.createdAtMs, marks.provedAtMs),
    overheadUs: switchOverUs === null ? null : overhead(switchOverUs, marks),
  };
};

const elapsedUs = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, Math.round((to - from) * 1000));

const overhead = (switchOverUs: number, { imageBytes, bytesPerSecond }: TimeMarks): number | null => {
  if (imageBytes === null || bytesPerSecond === null || bytesPerSecond === 0) return null;
  return Math.max(0, Math.round(switchOverUs - (imageBytes / bytesPerSecond) * 1_000_000));
};
