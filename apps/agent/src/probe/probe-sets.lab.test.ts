import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messages } from '@godwit/agent-protocol';
import { programTools } from '@godwit/criu-driver';
import { runProbeSet } from '@godwit/probes';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../configuration/log.ts';
import { createProbeSets } from './probe-sets.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-sets-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const criuPath = (): string => process.env.GODWIT_CRIU ?? '';

test('a set tells how far it is, is one at a time, and can be cancelled', async () => {
  const told: { state: string; done: number }[] = [];
  const send = async (type: string, body: unknown) => {
    expect(type).toBe('host.probed');
    told.push(messages['host.probed'].body.parse(body));
    return true;
  };
  const ended = vi.fn();
  const sets = createProbeSets({ stateDir, criuPath: criuPath(), log: createLog('silent'), send }, ended);
  const setId = randomUUID();
  expect(sets.start(setId, 'asked')).toEqual({ setId, started: true });
  expect(sets.start(randomUUID(), 'asked')).toEqual({ setId, started: false });
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ setId, state: 'running' }), { timeout: 20_000 });
  expect(sets.cancel()).toBe(true);
  await sets.ended();
  expect(told[0]).toMatchObject({ state: 'waiting', done: 0 });
  expect(told.at(-1)).toMatchObject({ state: 'cancelled', matrix: { complete: false } });
  expect(readdirSync(path.join(stateDir, 'probes'))).toEqual([]);
  expect(ended).toHaveBeenCalledOnce();
  expect(sets.recall()).toBeNull();
  expect(sets.cancel()).toBe(false);
});

test('a host without a CRIU says so', async () => {
  const told: { state: string; problem: string | null }[] = [];
  const send = async (_: string, body: unknown) => told.push(messages['host.probed'].body.parse(body)) > 0;
  const sets = createProbeSets({ stateDir, criuPath: null, log: createLog('silent'), send }, () => undefined);
  sets.start(randomUUID(), 'asked');
  await sets.ended();
  expect(told.at(-1)).toMatchObject({ state: 'failed', problem: expect.stringMatching(/GODWIT_CRIU/) });
});

test('sets in the background run one after the other on a machine', async () => {
  const spans = ['one', 'other'].map(async (name) => {
    const seen: number[] = [];
    const matrix = await runProbeSet({
      tools: programTools,
      criuPath: criuPath(),
      baseFolder: path.join(stateDir, name),
      only: ['process', 'eventfd'],
      background: true,
      onResult: () => seen.push(performance.now()),
    });
    expect(matrix.results.map(({ outcome }) => outcome)).toEqual(['works', 'works']);
    return { from: Math.min(...seen), to: Math.max(...seen) };
  });
  const [first, second] = (await Promise.all(spans)).sort((a, b) => a.from - b.from);
  expect(second?.from).toBeGreaterThan(first?.to ?? 0);
});
