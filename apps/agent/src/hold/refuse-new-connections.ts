import { loadRuleset } from '@godwit/criu-driver';
import { type Exposure, hasListeners, newConnectionRules, tableName } from '../network/packet-rules.ts';
import type { HoldContext } from './hold-context.ts';

/** From before the freeze on nobody new reaches the tree on its source; written down before. */
export const refuseNewConnections = async ({ journal, paths }: HoldContext, exposure: Exposure): Promise<void> => {
  if (!hasListeners(exposure)) return;
  journal.making({ type: 'table', family: 'inet', name: tableName(paths.runId) });
  await loadRuleset(newConnectionRules(paths.runId, exposure));
};
