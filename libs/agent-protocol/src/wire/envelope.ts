import { errorReportSchema } from '@godwit/domain/errors';
import { z } from 'zod';

/**
 * Every message of an agent: numbered without gaps per host; kept in the agent's spool until acknowledged.
 * Number 0 is for a `host.heartbeat` alone, which is neither spooled nor acknowledged.
 */
export const numberedMessageSchema = z.object({
  version: z.literal(1),
  number: z.number().int().nonnegative(),
  at: z.iso.datetime(),
  type: z.string(),
  body: z.unknown(),
});
export type NumberedMessage = z.infer<typeof numberedMessageSchema>;

/** Every command of the server; the reply comes as socket.io's acknowledgement. `epoch` only on commands of a run. */
export const commandEnvelopeSchema = z.object({
  version: z.literal(1),
  commandId: z.uuid(),
  type: z.string(),
  body: z.unknown(),
});
export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;

export const commandReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorReportSchema }),
]);
export type CommandReply = z.infer<typeof commandReplySchema>;

/**
 * Body of the server's `acknowledged` event, and its reply to each message's own acknowledgement callback: the highest
 * number stored for this host. Sent at connection too; an agent whose counter is behind it goes on from there.
 */
export const acknowledgedSchema = z.object({ number: z.number().int().nonnegative() });
export type Acknowledged = z.infer<typeof acknowledgedSchema>;

/** socket.io event names; the path is /agent/ws. */
export const wireEvents = {
  message: 'message',
  command: 'command',
  acknowledged: 'acknowledged',
  relay: 'relay',
} as const;
