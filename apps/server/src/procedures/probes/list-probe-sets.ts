import { listProbeSets as list } from '@godwit/history-store';
import { presentProbeSet } from '../../presenters/present-probe-set.ts';
import { viewerProcedure } from '../trpc.ts';
import { listProbeSetsInput, listProbeSetsOutput } from './list-probe-sets.schema.ts';

/** The sets of probes of one host, newest first. */
export const listProbeSets = viewerProcedure
  .input(listProbeSetsInput)
  .output(listProbeSetsOutput)
  .query(async ({ ctx, input: { hostId, cursor, limit } }) => {
    const before = cursor === undefined ? null : BigInt(cursor);
    const { items, next } = await list(ctx.store.database, { hostId, before, limit });
    const now = ctx.now();
    return { items: items.map((row) => presentProbeSet(row, now)), nextCursor: next === null ? null : String(next) };
  });
