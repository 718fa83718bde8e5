import type { MessageBody, MessageType } from '@godwit/agent-protocol';
import type { Database } from '@godwit/history-store';

/** What a handler gets: the transaction in which the message is stored, and who sent it when. */
export interface MessageContext {
  database: Database;
  hostId: string;
  hostName: string;
  /** When the agent made the message, on its own clock. */
  at: Date;
  now: Date;
}

export type MessageHandler<T extends MessageType> = (context: MessageContext, body: MessageBody<T>) => Promise<void>;
export type MessageHandlers = { [T in MessageType]: MessageHandler<T> };
