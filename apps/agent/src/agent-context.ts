import type { CommandRequest, CommandResult, CommandType, MessageBody, MessageType } from '@godwit/agent-protocol';
import type { Logger } from 'pino';
import type { Relays } from './relay/relays.ts';

/**
 * Numbers a message, writes it to the spool and sends it as soon as there is a link. Resolves once it is on disk, with
 * false when the spool was full and the message was one that may be lost (see spool/spool-limit.ts).
 */
export type SendMessage = <T extends MessageType>(type: T, body: MessageBody<T>) => Promise<boolean>;

export type CommandHandler<T extends CommandType> = (request: CommandRequest<T>) => Promise<CommandResult<T>>;
export type CommandHandlers = { [T in CommandType]: CommandHandler<T> };

/** What every part of a running agent may use. */
export interface AgentContext {
  stateDir: string;
  /** Path of the CRIU to start; null when none was named and none is on PATH. */
  criuPath: string | null;
  /** Address on which the agent-to-agent channel listens during a run. */
  channelAddress: string;
  log: Logger;
  send: SendMessage;
  /** Streams to other agents through the server. */
  relays: Relays;
}
