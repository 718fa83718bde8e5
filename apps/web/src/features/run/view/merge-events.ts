import type { RunEvent } from '@godwit/domain/run';

/** Ids are decimal text beyond 2^53: the longer one is the greater. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Both lists as one, each event once, in the order of their ids. Gives back `known` itself when nothing is new. */
export const mergeEvents = (known: readonly RunEvent[], more: readonly RunEvent[]): readonly RunEvent[] => {
  const ids = new Set(known.map((event) => event.id));
  const fresh = more.filter((event) => !ids.has(event.id) && ids.add(event.id));
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((a, b) => compareIds(a.id, b.id));
};
