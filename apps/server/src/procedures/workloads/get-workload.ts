import { findWorkload } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { readHostNames } from '../../queries/host-names.ts';
import { readRehearsalEvidence } from '../../queries/read-rehearsal-evidence.ts';
import { readTree } from '../../queries/read-tree.ts';
import { summariseWorkloads } from '../../queries/summarise-workloads.ts';
import { viewerProcedure } from '../trpc.ts';
import { getWorkloadInput, getWorkloadOutput } from './get-workload.schema.ts';

/** A workload with its process tree, read from its host for this very answer. */
export const getWorkload = viewerProcedure
  .input(getWorkloadInput)
  .output(getWorkloadOutput)
  .query(async ({ ctx, input }) => {
    const { database } = ctx.store;
    const workload = required(await findWorkload(database, input.workloadId), 'workload');
    const [summary] = await summariseWorkloads(database, [workload], ctx.caller.role);
    const asked = { workloadId: workload.id, destinationHostId: null, hostName: await readHostNames(database) };
    return {
      ...required(summary, 'workload'),
      ...(await readTree(ctx, workload, ctx.caller.role)),
      rehearsal: await readRehearsalEvidence(database, asked),
    };
  });
