import type { Database } from '../connection/database.ts';
import { formatWakeUp, type WakeUp, wakeUpChannel } from './wake-up.ts';

/** Wakes whoever waits, in this server and in others, at the moment the transaction commits. */
export const wake = async (database: Database, wakeUp: WakeUp): Promise<void> => {
  await database.$executeRaw`SELECT pg_notify(${wakeUpChannel}, ${formatWakeUp(wakeUp)})`;
};
