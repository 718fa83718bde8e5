import type { CommandType, MessageBody, MessageType, RelayHead } from '@godwit/agent-protocol';
import type { ErrorReport } from '@godwit/domain/errors';

export interface HarnessCommand {
  id: number;
  command: CommandType;
  body: unknown;
}

/** A piece of a relayed stream, with its bytes in base64. */
export interface HarnessPiece {
  id: number;
  head: RelayHead;
  data: string;
}

export type HarnessRequest =
  | HarnessCommand
  /** For this agent. */
  | { piece: HarnessPiece }
  /** What became of a piece that this agent sent. */
  | { passed: number; taken: boolean };

export type HarnessMessage = { [T in MessageType]: { type: T; body: MessageBody<T> } }[MessageType];

export type HarnessReply =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; error: ErrorReport }
  | { message: HarnessMessage }
  | { piece: HarnessPiece };
