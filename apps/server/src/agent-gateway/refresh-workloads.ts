import { randomUUID } from 'node:crypto';
import { GodwitError } from '@godwit/domain/errors';
import { storeWorkloads } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';

const patienceMs = 10_000;

/**
 * Asks a host what runs there now, and keeps the answer: its own lists come some seconds behind. A host that does not answer
 * leaves what was known.
 */
export const refreshWorkloads = async (
  { store, agents, now }: Pick<ServerParts, 'store' | 'agents' | 'now'>,
  hostId: string,
): Promise<void> => {
  try {
    const { workloads } = await agents.call(hostId, 'list-workloads', {}, { timeoutMs: patienceMs });
    await store.inTransaction((database) =>
      storeWorkloads(database, { hostId, workloads, now: now(), newId: randomUUID }),
    );
  } catch (error) {
    if (!(error instanceof GodwitError)) throw error;
  }
};
