import { z } from 'zod';

/** Names a run and the server's epoch. An agent refuses a command with an older epoch than it has seen for that run. */
export const runKeySchema = z.object({ runId: z.uuid(), epoch: z.number().int().positive() });

/** The answer of commands that only start something; its progress comes as `run.state-changed` messages. */
export const acceptedSchema = z.object({ accepted: z.literal(true) });

/** An IPv4 or IPv6 address in text. */
export const addressSchema = z.union([z.ipv4(), z.ipv6()]);

/** CRIU options as argv tokens. The agent checks each against its own list of options it will pass. */
export const criuArgumentsSchema = z.array(z.string().regex(/^--[a-z0-9-]+(=[A-Za-z0-9_.,:/[\]@-]*)?$/)).max(40);

/** Hexadecimal SHA-256 of a certificate in DER. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/);

const base64Schema = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9+/=]*$/);

/** How an agent shows that the certificate of a run is its own: by a signature with the key that it keeps. */
export const identitySchema = z.object({ publicKey: base64Schema, signature: base64Schema });

/** The same, as the server passes it on to the other side. What is wrong in it the agents find out by themselves. */
export const peerIdentitySchema = identitySchema.extend({ hostId: z.string().max(100) });
export type PeerIdentity = z.infer<typeof peerIdentitySchema>;
