import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../tools/lab/index.mjs';
import { createDatabase } from '../../tools/postgres/create-database.mjs';
import { startPostgres } from '../../tools/postgres/start-postgres.mjs';
import { chooseServiceUser } from '../../tools/process/service-user.mjs';
import { createAgentProcess } from './agent-process.mjs';
import { createApiClient, signIn } from './api-client.mjs';
import { bringHome } from './bring-home.mjs';
import { endLeftovers } from './end-leftovers.mjs';
import { findPort } from './find-port.mjs';
import { prepareLab } from './prepare-lab.mjs';
import { identify } from './process-identity.mjs';
import { createServerProcess } from './server-process.mjs';
import { waitUntil } from './wait-until.mjs';

// What these installations hold may be lost at a power failure, so the database need not wait for the disk. It is not to be
// lost when only Postgres is killed: each commit is handed to the kernel.
const databaseSettings = ['fsync=off', 'full_page_writes=off'];

/**
 * A whole installation of its own: database, server, and an agent on each host of a lab set, everything killable by its part.
 *
 * @param {{ name: string, criuPath: string, labSet: number, labStateDir?: string, web?: boolean, env?: (program: string) =>
 *   Record<string, string>, workloads?: boolean, only?: string[], beforeJoin?: (agents: object[], lab: object) => unknown }} options `name` names its folders, which are
 *   made anew; the lab is brought up when it is not, and is left up; `env` is what `server`, or the agent of a host, gets besides;
 *   `workloads: false` leaves the lab's own out, `only` names the hosts that get an agent (all)
 */
export async function startInstallation({
  name,
  criuPath,
  labSet,
  labStateDir,
  web = false,
  env,
  workloads,
  only,
  beforeJoin,
}) {
  const lab = labLayout(labSet, labStateDir);
  // Of two installations with one name on two lab sets neither may end the other's processes or write in its folders.
  const own = `${labSet}-${name}`;
  const folder = path.join(lab.stateDir, `installation-${own}`);
  endLeftovers([folder, path.join(lab.stateDir, `agent-${own}`)]);
  const stateDir = prepareFolder(folder);
  await prepareLab({ set: labSet, stateDir: lab.stateDir, workloads });
  const startDatabase = () =>
    startPostgres({ folder: path.join(stateDir, 'postgres'), user: chooseServiceUser(), settings: databaseSettings });
  let postgres = await startDatabase();
  let databaseIdentity = identify(postgres.pid);
  await createDatabase(postgres.url('postgres'), 'godwit');
  const [port, agentPort] = [await findPort(), await findPort()];
  const admin = { email: 'admin@example.org', password: randomBytes(18).toString('base64url') };
  const agentListen = [`127.0.0.1:${agentPort}`, `${lab.bridgeAddress}:${agentPort}`];
  const databaseUrl = postgres.url('godwit');
  const server = createServerProcess({ stateDir, databaseUrl, port, agentListen, admin, web, env: env?.('server') });
  await server.start();
  const serverUrl = `https://${lab.bridgeAddress}:${agentPort}`;
  const placed = { set: labSet, labStateDir: lab.stateDir, serverUrl, criuPath, name: `agent-${own}` };
  const members = lab.hosts.filter((host) => only?.includes(host.name) ?? true);
  const agents = members.map((host) => createAgentProcess({ ...placed, host, env: env?.(host.name) }));
  for (const agent of agents) rmSync(agent.outside, { recursive: true, force: true });
  await beforeJoin?.(agents, lab);
  for (const agent of agents) {
    const offer = JSON.parse(await server.command('issue-enrolment-token', '--host', agent.host));
    await agent.join(offer.token, offer.fingerprint);
    await agent.start();
  }
  const url = `http://localhost:${port}`;
  const api = createApiClient(url, await tokenHeaders(url, admin));
  await waitForHosts(api, agents);
  return {
    url,
    stateDir,
    lab,
    admin,
    server,
    agents: Object.fromEntries(agents.map((agent) => [agent.host, agent])),
    api,
    databaseUrl,
    /** The database's postmaster; one that was killed can be started again. */
    postgres: {
      get pid() {
        return postgres.pid;
      },
      get identity() {
        return databaseIdentity;
      },
      async start() {
        postgres = await startDatabase();
        databaseIdentity = identify(postgres.pid);
      },
    },
    async stop() {
      for (const agent of agents) await agent.stop();
      await server.stop();
      await postgres.stop();
      if (workloads !== false) await bringHome(lab);
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startInstallation>>} Installation */

function prepareFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Postgres runs as another user, who must be able to pass.
  chmodSync(folder, 0o711);
  return folder;
}

async function tokenHeaders(url, admin) {
  const session = createApiClient(url, await signIn(url, admin));
  const { token } = await session.mutate('tokens.create', { name: 'harness', role: 'admin', expiresInDays: 1 });
  return { authorization: `Bearer ${token}` };
}

async function waitForHosts(api, agents) {
  await waitUntil(
    async () => {
      const hosts = await api.query('hosts.list');
      return agents.every(({ host }) => hosts.some((one) => one.name === host && one.status === 'connected'));
    },
    { timeoutMs: 30_000, what: 'The connection of all agents' },
  );
}
