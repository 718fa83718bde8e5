import type { Logger } from 'pino';
import type { SendMessage } from '../agent-context.ts';
import type { Relays } from '../relay/relays.ts';

/** What the commands of runs need of the agent. */
export interface RunCommandsContext {
  stateDir: string;
  criuPath: string | null;
  /** Address on which the agent-to-agent channel listens. */
  channelAddress: string;
  log: Logger;
  send: SendMessage;
  /** Streams through the server; undefined without a line to one. */
  relays?: Relays;
  /** Bundle of the hold process; default: `hold.js` beside the running program. */
  holdProgram?: string;
}
