import { join } from 'node:path';
import { known } from '@godwit/domain/facts';
import { buildBundle, buildHost } from '@godwit/test-kit';
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

it('moves by pre-copy from the command line, and prints its rounds for programs', { timeout: 120_000 }, async () => {
  const { criu } = buildHost();
  const features = { ...(criu.known && criu.value.features), mem_dirty_track: true };
  const { bundle } = hosts.source;
  hosts.source.bundle = buildBundle({ host: { criu: criu.known ? known({ ...criu.value, features }) : criu } });
  const rounds = [{ bytes: 5000, frozenUs: 900, tookMs: 20 }];
  hosts.source.answer('pre-dump', () => ({ state: 'done', rounds, stoppedBecause: 'enough' }));
  const { code, stdout } = await move('--mode', 'pre-copy');
  hosts.source.bundle = bundle;
  const { run } = JSON.parse(stdout);
  expect(run).toMatchObject({ outcome: 'succeeded', controls: { mode: 'pre-copy' }, stopRule: { leastShrink: 0.8 } });
  expect(run.rounds).toEqual({ rounds, stoppedBecause: 'enough', lastBytes: 1_000_000 });
  expect(code).toBe(0);
});

it('says on the command line why a mode is not possible', { timeout: 120_000 }, async () => {
  const { code, stdout } = await move('--mode', 'pre-copy');
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'command-refused', message: expect.stringContaining('A move by pre-copy is not possible') },
  });
  expect(code).not.toBe(0);
});
