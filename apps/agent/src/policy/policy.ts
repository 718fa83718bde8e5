import { z } from 'zod';

/** What an agent may be asked to do at all. `look`: read facts; `send` and `receive`: the two sides of a move. */
export const verbs = ['look', 'dump', 'restore', 'send', 'receive'] as const;
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
export const policySchema = z.strictObject({
  version: z.literal(1),
  verbs: z.array(z.enum(verbs)).default([...verbs]),
  /** Real uids whose processes may be dumped or sent. */
  uids: z.union([z.literal('any'), z.array(z.number().int().nonnegative())]).default('any'),
  /** Keys of workloads that are never dumped or sent, as the list of workloads shows them. */
  neverWorkloads: z
    .array(pattern)
    .default(['unit:systemd-*', 'unit:dbus*', 'unit:ssh*', 'unit:getty*', 'unit:serial-getty*']),
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
});
export type Policy = z.infer<typeof policySchema>;

/** What holds on a host where nobody wrote a policy. */
export const defaultPolicy: Policy = policySchema.parse({ version: 1 });

/** What holds while the file cannot be understood: nothing new begins, and what runs can be brought to an end. */
export const closedPolicy: Policy = { ...defaultPolicy, verbs: ['look'] };
