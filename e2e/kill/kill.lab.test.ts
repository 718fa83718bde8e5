import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { takeSnapshot } from '../judge/snapshot.mjs';
import { assessCase, findLeftovers } from './assess-case.mjs';
import { listCases } from './cases.mjs';
import { runCase } from './run-case.mjs';

/** GODWIT_KILL_ALL=1 tries every process at every state and stage, which takes long. */
const cases = listCases().filter(({ chosen }) => chosen || process.env.GODWIT_KILL_ALL === '1');

let installation: Installation;
let before: ReturnType<typeof takeSnapshot>;

beforeAll(async () => {
  installation = await startInstallation({ name: 'kill', criuPath: inject('criuPath'), labSet: inject('labSet') });
  before = await takeQuietSnapshot();
});
afterAll(() => installation?.stop());

/** Agents ask CRIU for its features as they start; what they start for that is no part of the host. */
const takeQuietSnapshot = async () => {
  const look = () => takeSnapshot(readLabHosts(installation.lab.dir));
  const deadline = Date.now() + 60_000;
  let last = look();
  while (Date.now() < deadline) {
    await sleep(2000);
    const snapshot = look();
    if (findLeftovers(last, snapshot, { address: counterAddress() }).length === 0) return snapshot;
    last = snapshot;
  }
  return last;
};

const counterAddress = (): string => `10.77.${installation.lab.set}.101`;

test.each(cases.map((killCase) => [killCase.name, killCase] as const))('%s', async (_, killCase) => {
  const result = await runCase(installation, killCase);
  expect(assessCase(result, killCase)).toEqual([]);
});

test('after all of that nothing is left on the hosts that was not there before', () => {
  const after = takeSnapshot(readLabHosts(installation.lab.dir));
  expect(findLeftovers(before, after, { address: counterAddress() })).toEqual([]);
});
