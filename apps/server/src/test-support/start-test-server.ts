import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createApiToken, openStore, type Store } from '@godwit/history-store';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import { makeApiToken } from '../auth/api-token.ts';
import type { Role } from '../policies/roles.ts';
import type { AppRouter } from '../router-type.ts';
import type { Pace } from '../run-engine/engine-parts.ts';
import { readSettings } from '../settings/read-settings.ts';
import { startServer } from '../start/start-server.ts';
import { hashSecret } from '../state/secrets.ts';

/** Waits as short as a test can bear. */
export const hurry: Pace = {
  lookAgainMs: 50,
  retryMs: 20,
  longestRetryMs: 100,
  connectPatienceMs: 3000,
  graceMs: 300,
  addressPatienceMs: 300,
  takeoverMs: 50,
};

export type TestClient = TRPCClient<AppRouter>;

export interface TestServer {
  url: string;
  agentUrl: string;
  store: Store;
  /** Speaks with a token of this role over HTTP. */
  clientAs: (role: Role) => Promise<TestClient>;
  tokenFor: (role: Role) => Promise<string>;
  stop: () => Promise<void>;
  /** Stops it and starts another on the same database and addresses. */
  restart: () => Promise<void>;
}

/** The whole server but its pages, on the database of this test file and on free ports. */
export const startTestServer = async (
  environment: Record<string, string> = {},
  pace: Partial<Pace> = {},
): Promise<TestServer> => {
  const stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-server-'));
  const port = await freePort();
  const agentPort = await freePort();
  const settings = readSettings({
    DATABASE_URL: process.env.DATABASE_URL,
    PORT: String(port),
    GODWIT_AGENT_LISTEN: `127.0.0.1:${agentPort}`,
    GODWIT_STATE_DIR: stateDir,
    GODWIT_LOG_LEVEL: process.env.GODWIT_LOG_LEVEL ?? 'silent',
    NO_WEB: '1',
    ...environment,
  });
  const start = () => startServer(settings, { ...hurry, ...pace });
  let server = await start();
  const store = openStore(settings.databaseUrl);
  const url = `http://localhost:${port}`;
  const tokenFor = (role: Role) => makeToken(store, role);
  return {
    url,
    agentUrl: settings.agentUrl,
    store,
    tokenFor,
    clientAs: async (role) => createTestClient(url, { authorization: `Bearer ${await tokenFor(role)}` }),
    stop: async () => {
      await server.stop();
      await store.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
    restart: async () => {
      await server.stop();
      server = await start();
    },
  };
};

export const createTestClient = (url: string, headers: Record<string, string>): TestClient =>
  createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers })] });

const makeToken = async (store: Store, role: Role): Promise<string> => {
  const token = makeApiToken();
  const expiresAt = new Date(Date.now() + 3_600_000);
  const id = crypto.randomUUID();
  await createApiToken(store.database, {
    id,
    name: role,
    tokenHash: hashSecret(token),
    role,
    createdBy: 'test',
    expiresAt,
  });
  return token;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
