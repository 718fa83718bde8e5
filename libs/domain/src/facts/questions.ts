import { z } from 'zod';
import { containerAnswerSchema, containerQuestionSchema } from './container.ts';
import { factSchema } from './fact.ts';
import { fileIdentitySchema } from './file-identity.ts';
import { filePlaceSchema } from './file-places.ts';

/** What only the destination can tell about one source tree. Made by `questionsFor`, answered on the destination. */
export const questionsSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      wantBuildId: z.boolean(),
      wantSha256: z.boolean(),
      /** The tree holds locks on it, which nobody else may hold there. */
      wantLocks: z.boolean().optional(),
    }),
  ),
  /** Process, thread, session and group ids that must be free. */
  ids: z.array(z.number().int()),
  ports: z.array(
    z.object({
      protocol: z.number().int(),
      address: z.string(),
      port: z.number().int(),
      /** IPV6_V6ONLY: such a socket leaves the port of IPv4 alone. */
      v6Only: z.boolean().optional(),
    }),
  ),
  addresses: z.array(z.string()),
  /** Files written on the source by this very check: seen there, the storage is shared. */
  nonces: z.array(z.object({ directory: z.string(), file: z.string(), nonce: z.string() })),
  /** Names unix sockets of the tree are bound to or send to: paths, and abstract names that start with @. */
  unixNames: z.array(z.string()).optional(),
  /** Numbers of pseudo-terminals the tree holds both ends of. */
  terminals: z.array(z.number().int()).optional(),
  /** Addresses that sockets of the tree are connected to. */
  remotes: z.array(z.string()).optional(),
  container: containerQuestionSchema.optional(),
  /** Paths that something of the tree may come to. */
  filePlaces: z.array(z.string()).optional(),
  /** The run of which is asked what of it is staged there. */
  stagedRun: z.uuid().optional(),
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
        /** Of the mount the path lies on. */
        mount: factSchema(z.object({ mountPoint: z.string(), readOnly: z.boolean(), noexec: z.boolean() })).optional(),
        /** Locks that processes there hold on it, as in /proc/locks: kind and access. */
        locks: factSchema(z.array(z.string())).optional(),
      }),
    ),
  ),
  idsTaken: factSchema(z.array(z.object({ id: z.number().int(), comm: z.string() }))),
  portsTaken: factSchema(
    z.array(
      z.object({
        protocol: z.number().int(),
        address: z.string(),
        port: z.number().int(),
        owner: z.string(),
        /** It was tried: the holder shares the port with whoever asks for that too, as CRIU does (SO_REUSEPORT). */
        shared: z.boolean().optional(),
      }),
    ),
  ),
  addressesPresent: factSchema(z.array(z.string())),
  noncesSeen: factSchema(z.array(z.object({ directory: z.string(), seen: z.boolean() }))),
  /** What bears each name there: a bound socket, a socket file nobody uses, something else, or nothing. */
  unixNamesFound: factSchema(
    z.array(
      z.object({
        name: z.string(),
        found: z.enum(['bound', 'stale', 'other', 'nothing']),
        type: z.enum(['stream', 'dgram', 'seqpacket']).nullable(),
        owner: z.string().nullable(),
      }),
    ),
  ).optional(),
  terminalsTaken: factSchema(z.array(z.number().int())).optional(),
  /** Addresses to which the destination has no route, with what the kernel said. */
  unreachable: factSchema(z.array(z.object({ address: z.string(), reason: z.string() }))).optional(),
  container: factSchema(containerAnswerSchema).optional(),
  filePlaces: factSchema(z.array(filePlaceSchema)).optional(),
  /** Paths that a run which was asked about has complete there: in place, or still beside it. */
  staged: factSchema(z.array(z.string())).optional(),
});
export type Answers = z.infer<typeof answersSchema>;
