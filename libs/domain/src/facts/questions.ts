import { z } from 'zod';
import { factSchema } from './fact.ts';
import { fileIdentitySchema } from './file-identity.ts';

/** What only the destination can tell about one source tree. Made by `questionsFor`, answered on the destination. */
export const questionsSchema = z.object({
  files: z.array(z.object({ path: z.string(), wantBuildId: z.boolean(), wantSha256: z.boolean() })),
  /** Process, thread, session and group ids that must be free. */
  ids: z.array(z.number().int()),
  ports: z.array(z.object({ protocol: z.number().int(), address: z.string(), port: z.number().int() })),
  addresses: z.array(z.string()),
  /** Files written on the source by this very check: seen there, the storage is shared. */
  nonces: z.array(z.object({ directory: z.string(), file: z.string(), nonce: z.string() })),
});
export type Questions = z.infer<typeof questionsSchema>;

export const answersSchema = z.object({
  files: factSchema(
    z.array(
      z.object({
        path: z.string(),
        identity: factSchema(fileIdentitySchema.nullable()),
        buildId: factSchema(z.string().nullable()),
        sha256: factSchema(z.string()),
      }),
    ),
  ),
  idsTaken: factSchema(z.array(z.object({ id: z.number().int(), comm: z.string() }))),
  portsTaken: factSchema(
    z.array(z.object({ protocol: z.number().int(), address: z.string(), port: z.number().int(), owner: z.string() })),
  ),
  addressesPresent: factSchema(z.array(z.string())),
  noncesSeen: factSchema(z.array(z.object({ directory: z.string(), seen: z.boolean() }))),
});
export type Answers = z.infer<typeof answersSchema>;
