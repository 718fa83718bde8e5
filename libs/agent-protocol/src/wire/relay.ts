import { z } from 'zod';

/**
 * Head of a `relay` event: a piece of the byte stream between two agents that do not reach each other. The bytes follow as the
 * second argument; they are the agents' own TLS, of which the server knows no key. Acknowledged with `true` once the other end has them.
 */
export const relayHeadSchema = z.object({ relayId: z.uuid(), kind: z.enum(['data', 'end']) });
export type RelayHead = z.infer<typeof relayHeadSchema>;

/** Longest piece, and how many may be on their way: what a slow end makes the other one wait for. */
export const longestRelayPiece = 128 * 1024;
export const relayWindow = 8;
