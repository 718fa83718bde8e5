import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';

let installation: Installation;
let hostId: string;

beforeAll(async () => {
  installation = await startInstallation({ name: 'probes', criuPath: inject('criuPath'), labSet: inject('labSet') });
  const hosts = await installation.api.query('hosts.list');
  hostId = hosts.find(({ name }: { name: string }) => name === 'lab-a').id;
});
afterAll(() => installation?.stop());

const newest = async () => (await installation.api.query('probes.list', { hostId })).items[0];

test('an agent that is told not to probes nothing by itself', async () => {
  expect((await installation.api.query('probes.list', { hostId })).items).toEqual([]);
});

test('a host is probed on demand: its progress is shown, and the set can be cancelled', async () => {
  const { probeSetId } = await installation.api.mutate('probes.start', { hostId });
  await waitUntil(async () => (await newest())?.done > 0, { timeoutMs: 60_000, what: 'The first results' });
  expect(await newest()).toMatchObject({ id: probeSetId, state: 'running', trigger: 'asked' });
  expect(await installation.api.mutate('probes.cancel', { hostId })).toEqual({ cancelled: true });
  await waitUntil(async () => (await newest())?.state === 'cancelled', { timeoutMs: 10_000, what: 'The cancellation' });
  const host = await installation.api.query('hosts.get', { hostId });
  expect(host.facts.capabilityMatrix).toBeUndefined();
});

test('what was seen is kept, and is a fact of the host from then on', async () => {
  const { probeSetId } = await installation.api.mutate('probes.start', { hostId });
  await waitUntil(async () => (await newest())?.state === 'finished', {
    timeoutMs: 280_000,
    what: 'The end of the set',
  });
  const { matrix, summary } = await installation.api.query('probes.get', { probeSetId });
  expect(matrix.results.length).toBeGreaterThanOrEqual(60);
  expect(summary.missing).toEqual([]);
  const described = async () => (await installation.api.query('hosts.get', { hostId })).facts.capabilityMatrix;
  await waitUntil(async () => (await described()) !== undefined, { timeoutMs: 20_000, what: 'The new description' });
  expect((await described()).value.results).toHaveLength(matrix.results.length);
  expect((await installation.api.query('probes.list', { hostId })).items).toHaveLength(2);
}, 330_000);
