import { storeProbeSet } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';

export const handleHostProbed: MessageHandler<'host.probed'> = (
  { database, hostId, now },
  { setId, startedAt, ...report },
) => storeProbeSet(database, { ...report, id: setId, hostId, startedAt: new Date(startedAt), updatedAt: now });
