import { join } from 'node:path';
import { runNode } from '@godwit/test-kit/run-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

const launcher = join(import.meta.dirname, '../../../cli/bin/godwit.mjs');

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
  hosts = await enrolTwoHosts(server);
});
afterAll(async () => {
  hosts.close();
  await server.stop();
});

const move = async (...choices: string[]) => {
  const workloadId = await listWorkload(hosts);
  const environment = { GODWIT_URL: server.url, GODWIT_TOKEN: await server.tokenFor('operator') };
  return runNode([launcher, 'move', workloadId, '--to', hosts.destination.name, ...choices, '--json'], environment);
};

it('moves from the command line with what was chosen there', { timeout: 120_000 }, async () => {
  const chosen = ['--mode', 'stop-and-copy', '--hold-seconds', '44', '--keep-checkpoint'];
  const { code, stdout, stderr } = await move(...chosen);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [newest] = (await hosts.admin.runs.list.query({})).items;
  const run = await hosts.admin.runs.get.query({ runId: newest?.id ?? '' });
  expect(run).toMatchObject({ outcome: 'succeeded', holdSeconds: 44 });
  expect(run.controls).toEqual({ mode: 'stop-and-copy', keepCheckpoint: true });
  expect(stdout).toContain(run.id);
});

it('says on the command line why a mode is not possible', { timeout: 120_000 }, async () => {
  const { code, stdout } = await move('--mode', 'pre-copy');
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'command-refused', message: expect.stringContaining('A move by pre-copy is not possible') },
  });
  expect(code).not.toBe(0);
});
