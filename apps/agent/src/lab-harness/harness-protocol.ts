import type { CommandType, MessageBody, MessageType } from '@godwit/agent-protocol';
import type { ErrorReport } from '@godwit/domain/errors';

export interface HarnessRequest {
  id: number;
  command: CommandType;
  body: unknown;
}

export type HarnessMessage = { [T in MessageType]: { type: T; body: MessageBody<T> } }[MessageType];

export type HarnessReply =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; error: ErrorReport }
  | { message: HarnessMessage };
