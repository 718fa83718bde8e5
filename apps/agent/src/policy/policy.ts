import { hookStages } from '@godwit/domain/run';
import { z } from 'zod';

/**
 * What an agent may be asked to do at all. `look`: read facts; `send` and `receive`: the two sides of a move; `rehearse`: either side of a
 * rehearsal.
 */
export const verbs = ['look', 'dump', 'restore', 'send', 'receive', 'rehearse'] as const;
export type Verb = (typeof verbs)[number];

const pattern = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[A-Za-z0-9_.@:/*-]+$/, 'may hold letters, digits, _ . @ : / - and * for any number of characters');

const cidr = z.union([z.cidrv4(), z.cidrv6()]);

/**
 * What the owner of this host allows, whatever a server asks for. Left out fields have the safe values below: moves only inside of
 * private networks, and never those services without which nobody could log in and mend anything.
 */
const absolutePath = z
  .string()
  .max(500)
  .regex(/^\/[^\0\n]*$/, 'must be an absolute path');

/** Programs of the owner's own for the workloads whose keys a pattern names. No server can name one. */
const ownProgramsSchema = z.strictObject({
  match: pattern,
  /** Executables for each stage, one after the other, without arguments. */
  hooks: z.partialRecord(z.enum(hookStages), z.array(absolutePath).min(1).max(10)).default({}),
  /** How long the hooks of one stage may take together. */
  hookSeconds: z.number().positive().max(20).default(10),
  /** Program and arguments that end with 0 when the workload is well; run after its release on this host. */
  health: z.tuple([absolutePath], z.string().max(1000)).optional(),
  /** How long a workload may take to become well; the command is tried again until then. */
  healthSeconds: z.number().positive().max(60).default(20),
});
export type OwnPrograms = z.infer<typeof ownProgramsSchema>;

export const policySchema = z.strictObject({
  version: z.literal(1),
  verbs: z.array(z.enum(verbs)).default([...verbs]),
  /** Real uids whose processes may be dumped or sent. */
  uids: z.union([z.literal('any'), z.array(z.number().int().nonnegative())]).default('any'),
  /** Keys of workloads that are never dumped or sent, as the list of workloads shows them. */
  neverWorkloads: z
    .array(pattern)
    .default(['unit:systemd-*', 'unit:dbus*', 'unit:ssh*', 'unit:getty*', 'unit:serial-getty*']),
  /** Longest hold that a plan may ask of a source here, in seconds from the freeze. */
  maximumHoldSeconds: z.number().int().min(5).max(3600).default(900),
  /** Settings of the kernel that a run may change while it lasts. */
  sysctls: z.array(z.enum(['fs.pipe-max-size'])).default(['fs.pipe-max-size']),
  /** Fingerprints of the keys of those agents; left out: each is remembered as it was seen first. */
  peerKeys: z.array(z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  /** Whether images may go through the server, encrypted, where no route leads to the other host; left out: only where `peers` is, too. */
  relay: z.boolean().optional(),
  /** Networks of the agents that images may be sent to and taken from. */
  peers: z
    .array(cidr)
    .default([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '169.254.0.0/16',
      '127.0.0.0/8',
      'fc00::/7',
      'fe80::/10',
      '::1/128',
    ]),
  workloads: z.array(ownProgramsSchema).max(100).default([]),
  /** Below these, files of workloads may be written for a move, and data directories read that a person named. */
  fileDirectories: z
    .array(z.string().regex(/^\/(?!.*\/$)|^\/$/))
    .default(['/home', '/media', '/mnt', '/opt', '/srv', '/tmp', '/usr/local', '/var']),
  /** What never travels, wherever it lies; a directory with all that is in it. */
  neverFiles: z
    .array(pattern)
    .default([
      '*/.ssh',
      '*/.gnupg',
      '/var/spool/cron',
      '/var/lib/godwit*',
      '/var/lib/docker',
      '/var/lib/containers',
      '/var/lib/dpkg',
      '/var/lib/rpm',
      '/var/lib/sudo',
      '/var/run',
    ]),
});
export type Policy = z.infer<typeof policySchema>;

/** What holds on a host where nobody wrote a policy. */
export const defaultPolicy: Policy = policySchema.parse({ version: 1 });

/** What holds while the file cannot be understood: nothing new begins, and what runs can be brought to an end. */
export const closedPolicy: Policy = { ...defaultPolicy, verbs: ['look'] };
