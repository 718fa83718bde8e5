import { loadRuleset } from '@godwit/criu-driver';
import { type Exposure, hasListeners, newConnectionRules, tableName } from '../network/packet-rules.ts';
import { drainAcceptQueues } from './drain-accept-queues.ts';
import type { HoldContext } from './hold-context.ts';

/** The tree runs meanwhile. */
const acceptMs = 500;

/** From before the freeze on nobody new reaches the tree on its source; written down before. Who was there is accepted first. */
export const refuseNewConnections = async (
  { journal, paths }: HoldContext,
  exposure: Exposure & { pid: number },
): Promise<void> => {
  if (!hasListeners(exposure)) return;
  journal.making({ type: 'table', family: 'inet', name: tableName(paths.runId) });
  await loadRuleset(newConnectionRules(paths.runId, exposure));
  const ports = exposure.listeningPorts.map(({ port }) => port);
  await drainAcceptQueues(exposure.pid, ports, acceptMs);
};
