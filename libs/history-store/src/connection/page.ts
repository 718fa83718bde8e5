/** One page of a list that is ordered by a database sequence, newest first. */
export interface Page<T> {
  items: T[];
  /** Where the next page goes on; null when this was the last. */
  next: bigint | null;
}

/** Cuts a page out of `limit + 1` rows. */
export const cutPage = <T extends { ordinal: bigint }>(rows: T[], limit: number): Page<T> => {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.ordinal ?? null) : null };
};

/** A range of times for Prisma: from `from` on, before `to`. */
export const timeRange = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) =>
  from || to ? { createdAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {};
