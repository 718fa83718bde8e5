import { deploy, makePartitions, openStore, type Store } from '@godwit/history-store';
import pino, { type Logger } from 'pino';
import { createAuth } from '../auth/create-auth.ts';
import type { ServerParts } from '../parts.ts';
import type { Settings } from '../settings/read-settings.ts';
import { readServerCertificate } from '../state/certificates.ts';
import { readSessionSecret } from '../state/secrets.ts';
import { serverVersion } from '../version.ts';

/** Months of partitions made ahead; the default partition takes what comes if nobody made more for that long. */
const monthsAhead = 3;

export type BaseParts = Omit<ServerParts, 'agents' | 'wakeUps'>;

export const createLog = ({ logLevel }: Settings): Logger =>
  pino({ level: logLevel, redact: ['*.token', '*.credential', '*.password', '*.secret', 'req.headers'] });

/** Brings the database up to date and makes everything that does not listen yet. */
export const createBaseParts = async (settings: Settings, log = createLog(settings)): Promise<BaseParts> => {
  const applied = await deploy(settings.databaseUrl, settings.migrationsDir);
  if (applied.length > 0) log.info({ applied }, 'The database schema was brought up to date.');
  const store = openStore(settings.databaseUrl);
  const now = () => new Date();
  await preparePartitions(store, now());
  const secret = await readSessionSecret(settings.stateDir);
  return {
    settings,
    certificate: await readServerCertificate(settings.stateDir),
    store,
    auth: createAuth({ settings, secret, store, log }),
    log,
    now,
    version: serverVersion,
  };
};

export const preparePartitions = (store: Store, now: Date): Promise<number> =>
  makePartitions(store.database, { now, monthsAhead });
