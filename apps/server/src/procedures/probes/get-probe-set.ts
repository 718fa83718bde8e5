import { findProbeSet } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { presentProbeSetDetail } from '../../presenters/present-probe-set.ts';
import { viewerProcedure } from '../trpc.ts';
import { getProbeSetInput, getProbeSetOutput } from './get-probe-set.schema.ts';

/** One set with every result. */
export const getProbeSet = viewerProcedure
  .input(getProbeSetInput)
  .output(getProbeSetOutput)
  .query(async ({ ctx, input }) => {
    const set = required(await findProbeSet(ctx.store.database, input.probeSetId), 'set of probes');
    return presentProbeSetDetail(set, ctx.now());
  });
