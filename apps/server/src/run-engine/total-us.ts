import type { RunRecord } from '@godwit/history-store';

/** How long a run took, in microseconds, by the time of day: it outlives a restart of this server. A clock that was set back meanwhile gives none. */
export const totalUsOf = ({ admittedAt, createdAt }: RunRecord, now: Date): number =>
  Math.max(0, (now.getTime() - (admittedAt ?? createdAt).getTime()) * 1000);
