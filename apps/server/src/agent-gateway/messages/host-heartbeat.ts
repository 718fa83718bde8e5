import { recordSeen } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';

export const handleHostHeartbeat: MessageHandler<'host.heartbeat'> = ({ database, hostId, now }) =>
  recordSeen(database, hostId, now);
