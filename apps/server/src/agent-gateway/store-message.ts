import { type MessageType, messages, type NumberedMessage, numberedMessageSchema } from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { type Database, lockCursor, moveCursor, recordAudit, type Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import type { MessageContext, MessageHandler } from './message-context.ts';
import { messageHandlers } from './messages/message-handlers.ts';
import { refuseMessage } from './require-side.ts';

export interface Sender {
  id: string;
  name: string;
}

interface Storing {
  store: Store;
  log: Logger;
  now: () => Date;
}

/**
 * Stores one message of an agent with its effect, exactly once: number and effect are written in one transaction. Gives
 * the highest number stored; null for what carries no number. What cannot be understood is passed over, with a line in
 * the audit, because the agent would otherwise send it for ever.
 */
export const storeMessage = async (parts: Storing, sender: Sender, raw: unknown): Promise<number | null> => {
  const parsed = numberedMessageSchema.safeParse(raw);
  if (!parsed.success) {
    parts.log.warn({ host: sender.name }, 'A host sent something that is no message.');
    return null;
  }
  const message = parsed.data;
  if (message.number > 0) return storeNumbered(parts, sender, message);
  if (message.type !== 'host.heartbeat') return null;
  await parts.store.inTransaction((database) => applyMessage(contextOf(parts, sender, { database, message }), message));
  return null;
};

/**
 * The same for messages that wait in a row, in one transaction: while a workload stands still every other would be waited
 * for. Null when they have to be stored one by one, because one of them is none, or was refused.
 */
export const storeTogether = async (
  parts: Storing,
  sender: Sender,
  raws: readonly unknown[],
): Promise<number | null> => {
  const parsed = raws.map((raw) => numberedMessageSchema.safeParse(raw));
  const row = parsed.flatMap(({ data }) => (data !== undefined && data.number > 0 ? [data] : []));
  if (row.length < raws.length) return null;
  try {
    return await storeRow(parts, sender, row);
  } catch (error) {
    if (error instanceof GodwitError) return null;
    throw error;
  }
};

const storeRow = (parts: Storing, sender: Sender, row: readonly NumberedMessage[]): Promise<number> =>
  parts.store.inTransaction(async (database) => {
    let last = await lockCursor(database, sender.id);
    for (const message of row) {
      if (!isNext(last, message.number)) continue;
      await applyMessage(contextOf(parts, sender, { database, message }), message);
      last = message.number;
    }
    await moveCursor(database, sender.id, last);
    return last;
  });

const storeNumbered = async (parts: Storing, sender: Sender, message: NumberedMessage): Promise<number> => {
  try {
    return await storeInOrder(parts, sender, message, applyMessage);
  } catch (error) {
    if (!(error instanceof GodwitError)) throw error;
    const report = toErrorReport(error);
    parts.log.warn({ host: sender.name, number: message.number, type: message.type, report }, 'A message was refused.');
    return storeInOrder(parts, sender, message, ({ database }) => auditRefusal(database, sender, report.message));
  }
};

/** What came before is done already. */
const storeInOrder = (
  parts: Storing,
  sender: Sender,
  message: NumberedMessage,
  effect: (context: MessageContext, message: NumberedMessage) => Promise<void>,
): Promise<number> =>
  parts.store.inTransaction(async (database) => {
    const last = await lockCursor(database, sender.id);
    if (!isNext(last, message.number)) return last;
    await effect(contextOf(parts, sender, { database, message }), message);
    await moveCursor(database, sender.id, message.number);
    return message.number;
  });

/**
 * Within one link numbers follow each other. One that is ahead means that this database has forgotten what it had acknowledged
 * (it was put back, or lost its last commits in a crash): the link has to be made anew, so that both sides align.
 */
const isNext = (last: number, number: number): boolean => {
  if (number > last + 1) throw new Error(`Message ${number} came, but the last one stored is ${last}.`);
  return number === last + 1;
};

const contextOf = (
  { now }: Storing,
  { id, name }: Sender,
  { database, message }: { database: Database; message: NumberedMessage },
): MessageContext => ({ database, hostId: id, hostName: name, at: new Date(message.at), now: now() });

const applyMessage = async (context: MessageContext, { type, body }: NumberedMessage): Promise<void> => {
  if (!isMessageType(type))
    throw refuseMessage(`${context.hostName} sent a "${type.slice(0, 60)}", which no host sends`);
  const parsed = messages[type].body.safeParse(body);
  if (!parsed.success) throw refuseMessage(`${context.hostName} sent a "${type}" that is malformed`);
  // The body was parsed with the schema of this very type; TypeScript cannot follow that through the two tables.
  await (messageHandlers[type] as MessageHandler<MessageType>)(context, parsed.data as never);
};

const isMessageType = (type: string): type is MessageType => Object.hasOwn(messages, type);

const auditRefusal = (database: Database, { id, name }: Sender, why: string): Promise<void> =>
  recordAudit(database, {
    actorId: id,
    actor: name,
    via: 'agent',
    action: 'message.refused',
    object: name,
    detail: { why },
  });
