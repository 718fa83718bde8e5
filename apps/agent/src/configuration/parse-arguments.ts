import { parseArgs } from 'node:util';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';

const joinSchema = z.object({
  server: z.url({ protocol: /^https$/ }),
  token: z.string().min(20),
  fingerprint: z
    .string()
    .transform((text) => text.replaceAll(':', '').toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 fingerprint: 64 hexadecimal digits')),
  'state-dir': z.string().startsWith('/'),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'must be a host name: small letters, digits, dots, hyphens'),
});
export type JoinArguments = z.infer<typeof joinSchema>;

const runSchema = z.object({
  'state-dir': z.string().startsWith('/'),
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
});
export type RunArguments = z.infer<typeof runSchema>;

export const usage = `usage: agent join --server https://HOST:PORT --token TOKEN --fingerprint HEX --state-dir DIR --name NAME
       agent run --state-dir DIR [--address ADDRESS]`;

export const parseJoinArguments = (argv: string[]): JoinArguments => parse(argv, joinSchema);
export const parseRunArguments = (argv: string[]): RunArguments => parse(argv, runSchema);

const parse = <T extends z.ZodRawShape>(argv: string[], schema: z.ZodObject<T>): z.infer<z.ZodObject<T>> => {
  const names = Object.keys(schema.shape);
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let values: unknown;
  try {
    values = parseArgs({ args: argv, options, strict: true }).values;
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrongUsage(`--${issue?.path.join('.')} is missing or wrong: ${issue?.message}`);
};

const wrongUsage = (message: string): GodwitError => new GodwitError({ code: 'input-invalid', message, remedy: usage });
