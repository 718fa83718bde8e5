/** How far a page has come: in the events of its run, and in the changes of hosts and workloads. */
export interface LiveCursor {
  eventId: bigint;
  revision: bigint;
}

const pattern = /^(\d{1,19})\.(\d{1,19})$/;

export const formatCursor = ({ eventId, revision }: LiveCursor): string => `${eventId}.${revision}`;

/** Null for what is no cursor of ours: the page is then told everything anew. */
export const parseCursor = (text: string | null): LiveCursor | null => {
  const found = pattern.exec(text ?? '');
  return found === null ? null : { eventId: BigInt(found[1] ?? 0), revision: BigInt(found[2] ?? 0) };
};
