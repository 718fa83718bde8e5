import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { findRoot } from './find-root.ts';
import { type ListenAddress, parseListenAddress, parseListenAddresses } from './listen-address.ts';

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true');

const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4747),
  GODWIT_LISTEN: z.string().min(1).default('127.0.0.1'),
  GODWIT_AGENT_LISTEN: z.string().min(1).default('127.0.0.1:4748'),
  GODWIT_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  GODWIT_AGENT_URL: z.url({ protocol: /^https$/ }).optional(),
  GODWIT_AGENT_COMMAND: z.string().min(1).default('node apps/agent/dist/agent.js'),
  GODWIT_STATE_DIR: z.string().min(1).default(path.join(os.homedir(), '.local/state/godwit')),
  GODWIT_ADMIN_EMAIL: z.email().optional(),
  GODWIT_ADMIN_PASSWORD: z.string().min(10).max(128).optional(),
  GODWIT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  WEB_DIR: z.string().optional(),
  MIGRATIONS_DIR: z.string().optional(),
  NO_WEB: flag,
  NODE_ENV: z.string().default('production'),
});

export interface Settings {
  databaseUrl: string;
  listen: ListenAddress;
  agentListen: ListenAddress[];
  /** Where people reach the portal. */
  publicUrl: string;
  /** Where agents reach this server; stands in the join command. */
  agentUrl: string;
  /** How the agent is started on a host that joins. */
  agentCommand: string;
  stateDir: string;
  admin: { email: string; password: string } | null;
  logLevel: string;
  webDir: string;
  migrationsDir: string;
  withoutWeb: boolean;
  development: boolean;
}

/** The settings out of the environment. Throws an error that names every wrong variable. */
export const readSettings = (environment: Record<string, string | undefined>): Settings => {
  const root = findRoot(import.meta.dirname);
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(`The server cannot start:\n${z.prettifyError(parsed.error)}`);
  const env = parsed.data;
  const listen = { host: env.GODWIT_LISTEN, port: env.PORT };
  const agentListen = parseListenAddresses(env.GODWIT_AGENT_LISTEN);
  return {
    databaseUrl: env.DATABASE_URL,
    listen,
    agentListen,
    publicUrl: new URL(env.GODWIT_PUBLIC_URL ?? `http://localhost:${env.PORT}`).origin,
    agentUrl: new URL(env.GODWIT_AGENT_URL ?? agentOrigin(agentListen)).origin,
    agentCommand: env.GODWIT_AGENT_COMMAND,
    stateDir: path.resolve(env.GODWIT_STATE_DIR),
    admin: readAdmin(env.GODWIT_ADMIN_EMAIL, env.GODWIT_ADMIN_PASSWORD),
    logLevel: env.GODWIT_LOG_LEVEL,
    webDir: path.resolve(env.WEB_DIR ?? path.join(root, 'apps/web')),
    migrationsDir: path.resolve(env.MIGRATIONS_DIR ?? path.join(root, 'prisma/migrations')),
    withoutWeb: env.NO_WEB,
    development: env.NODE_ENV === 'development',
  };
};

const agentOrigin = ([first]: ListenAddress[]): string => {
  const { host, port } = first ?? parseListenAddress('127.0.0.1:4748');
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

const readAdmin = (email: string | undefined, password: string | undefined): Settings['admin'] => {
  if (email === undefined && password === undefined) return null;
  if (email !== undefined && password !== undefined) return { email, password };
  throw new Error('GODWIT_ADMIN_EMAIL and GODWIT_ADMIN_PASSWORD belong together: set both, or neither.');
};
