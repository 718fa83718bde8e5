import type { Logger } from 'pino';
import type { SendMessage } from '../agent-context.ts';

/** What the commands of runs need of the agent. */
export interface RunCommandsContext {
  stateDir: string;
  criuPath: string | null;
  /** Address on which the agent-to-agent channel listens. */
  channelAddress: string;
  log: Logger;
  send: SendMessage;
  /** Bundle of the hold process; default: `hold.js` beside the running program. */
  holdProgram?: string;
}
