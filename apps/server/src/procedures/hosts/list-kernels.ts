import { latestHostFacts, listHosts } from '@godwit/history-store';
import { viewerProcedure } from '../trpc.ts';
import { listKernelsOutput } from './list-kernels.schema.ts';

/** Kernel, CRIU and features of every host that belongs to this installation. */
export const listKernels = viewerProcedure.output(listKernelsOutput).query(async ({ ctx }) => {
  const { database } = ctx.store;
  const hosts = (await listHosts(database)).filter(({ revokedAt }) => revokedAt === null);
  const read = await latestHostFacts(
    database,
    hosts.map(({ id }) => id),
  );
  return hosts.map(({ id, name }) => {
    const facts = read.get(id)?.facts;
    const criu = facts?.criu.known ? facts.criu.value : null;
    const kernel = facts?.kernel.known ? facts.kernel.value.release : null;
    return { id, name, kernel, criu: criu?.version ?? null, features: criu?.features ?? null };
  });
});
