import type { Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import type { AgentLink } from './agent-gateway/agent-link.ts';
import type { Auth } from './auth/create-auth.ts';
import type { WakeUps } from './live/wake-ups.ts';
import type { Settings } from './settings/read-settings.ts';
import type { ServerCertificate } from './state/certificates.ts';

/** What the server is made of; every procedure, step and handler gets these and nothing global. */
export interface ServerParts {
  settings: Settings;
  certificate: ServerCertificate;
  store: Store;
  auth: Auth;
  agents: AgentLink;
  wakeUps: WakeUps;
  log: Logger;
  now: () => Date;
  version: string;
}
