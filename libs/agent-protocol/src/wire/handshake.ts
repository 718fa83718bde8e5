import { z } from 'zod';

/** Sent by the agent in socket.io's `auth` when it connects with its own credential. */
export const handshakeSchema = z.object({
  protocolVersion: z.number().int(),
  hostId: z.uuid(),
  credential: z.string().min(32).max(200),
  bootId: z.string(),
  agentVersion: z.string(),
  /** Number of the oldest message still in the agent's spool; the server answers with the last one it has stored. */
  oldestSpooled: z.number().int().nonnegative(),
});
export type Handshake = z.infer<typeof handshakeSchema>;

/** HTTPS body of POST /agent/enrol: the one-time token is traded for a credential. */
export const enrolRequestSchema = z.object({
  protocolVersion: z.number().int(),
  token: z.string().min(20).max(200),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/),
  agentVersion: z.string(),
});
export const enrolResponseSchema = z.object({ hostId: z.uuid(), credential: z.string(), name: z.string() });
