import { z } from 'zod';

/** How many runs may work on one host at once where nobody said otherwise, and what may be said. */
export const usualParallelRuns = 2;
export const mostParallelRuns = 50;

/** A host that has as many runs as it may have, and which these are. */
const fullHostSchema = z.object({
  host: z.string(),
  /** How many may work on it at once. */
  limit: z.number().int().positive(),
  /** Workloads of the runs that go first: those that work, and those that wait for longer. */
  runs: z.array(z.string()),
});

/** Where a run stands that has to wait. */
export const runQueueSchema = z.object({
  /** 1: the next one that starts. */
  place: z.number().int().positive(),
  waitsFor: z.array(fullHostSchema),
});
export type RunQueue = z.infer<typeof runQueueSchema>;

/** What the order of runs depends on. */
export interface RunInLine {
  id: string;
  workload: string;
  hostIds: readonly string[];
  /** It waits for its turn; else it works. */
  queued: boolean;
}

export interface LimitedHost {
  name: string;
  limit: number;
}

/**
 * Whether a run may start, and else where it stands. Runs start in the order in which they were asked for: one that waits
 * keeps its place on each of its hosts, also on those that have room now, so that it is never overtaken for ever.
 *
 * @param line every run that is not over, the oldest first
 * @param hosts of each host of the run its name and limit; one that is not there has no limit
 * @returns null when the run may start
 */
export const placeInQueue = (
  run: Pick<RunInLine, 'id' | 'hostIds'>,
  line: readonly RunInLine[],
  hosts: ReadonlyMap<string, LimitedHost>,
): RunQueue | null => {
  const at = line.findIndex(({ id }) => id === run.id);
  const ahead = line.filter((other, index) => other.id !== run.id && (!other.queued || at === -1 || index < at));
  const full = run.hostIds.flatMap((hostId) => {
    const host = hosts.get(hostId);
    const first = ahead.filter(({ hostIds }) => hostIds.includes(hostId));
    return host === undefined || first.length < host.limit ? [] : [{ ...host, first }];
  });
  if (full.length === 0) return null;
  const waiting = new Set(full.flatMap(({ first }) => first.filter(({ queued }) => queued).map(({ id }) => id)));
  return {
    place: waiting.size + 1,
    waitsFor: full.map(({ name, limit, first }) => ({
      host: name,
      limit,
      runs: first.map(({ workload }) => workload),
    })),
  };
};

/** What a run waits for, in words. */
export const sayQueue = ({ place, waitsFor }: RunQueue): string => {
  const hosts = waitsFor.map(({ host, limit, runs }) => {
    const most = limit === 1 ? 'one run at a time' : `${limit} runs at a time`;
    return `${host} takes ${most}, and ${runs.join(', ')} ${runs.length === 1 ? 'goes' : 'go'} first`;
  });
  return `It is number ${place} in line: ${hosts.join('; ')}. It starts by itself.`;
};
