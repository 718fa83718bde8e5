import { storeHostFacts } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';

export const handleHostDescribed: MessageHandler<'host.described'> = ({ database, hostId, at }, { facts }) =>
  storeHostFacts(database, { hostId, facts, readAt: at });
