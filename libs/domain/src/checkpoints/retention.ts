import { z } from 'zod';

const dayMs = 86_400_000;

/** How long kept checkpoints stay. Null: no limit. */
export const retentionSchema = z.object({
  /** How many of one workload on one host; the newest stay. */
  perWorkload: z.number().int().min(1).max(10_000).nullable(),
  days: z.number().int().min(1).max(36_500).nullable(),
  /** Bytes of all images on one host; the newest stay. */
  bytesPerHost: z.number().positive().nullable(),
});
export type Retention = z.infer<typeof retentionSchema>;

export const unlimited: Retention = { perWorkload: null, days: null, bytesPerHost: null };

export interface KeptCheckpoint {
  id: string;
  hostId: string;
  workloadKey: string;
  createdAtMs: number;
  imageBytes: number | null;
  pinned: boolean;
}

export interface Expired {
  id: string;
  /** Which rule it fell under, in words. */
  why: string;
}

/**
 * Which checkpoints are to go. One that is pinned never goes, and counts for nobody: pins neither push others out nor are
 * pushed. The newest of all on a host stays whatever its size, because a rule that keeps nothing would be no retention.
 *
 * @param now milliseconds since 1970
 */
export const chooseExpired = (all: readonly KeptCheckpoint[], retention: Retention, now: number): Expired[] => {
  const loose = all.filter(({ pinned }) => !pinned).sort((one, other) => other.createdAtMs - one.createdAtMs);
  const counts = new Map<string, number>();
  const bytes = new Map<string, number>();
  return loose.flatMap((checkpoint) => {
    const why = whyExpired(checkpoint, { retention, now, counts, bytes });
    return why === null ? [] : [{ id: checkpoint.id, why }];
  });
};

interface Counting {
  retention: Retention;
  now: number;
  /** Kept so far, by host and workload, and by host. */
  counts: Map<string, number>;
  bytes: Map<string, number>;
}

const whyExpired = (checkpoint: KeptCheckpoint, { retention, now, counts, bytes }: Counting): string | null => {
  const { perWorkload, days, bytesPerHost } = retention;
  const { hostId, workloadKey, imageBytes } = checkpoint;
  if (days !== null && now - checkpoint.createdAtMs > days * dayMs) return `it is older than ${days} days`;
  const key = `${hostId} ${workloadKey}`;
  const kept = counts.get(key) ?? 0;
  if (perWorkload !== null && kept >= perWorkload) return `${perWorkload} newer ones of this workload are kept`;
  const used = bytes.get(hostId) ?? 0;
  const next = used + (imageBytes ?? 0);
  if (bytesPerHost !== null && used > 0 && next > bytesPerHost)
    return `newer ones fill ${bytesPerHost} bytes on this host`;
  counts.set(key, kept + 1);
  bytes.set(hostId, next);
  return null;
};
