import { expect } from '@playwright/test';
import { labLayout } from '../../tools/lab/lab-layout.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { watchCopies } from '../judge/watch-copies.mjs';
import type { Attached } from './attached-clients.ts';
import { readAccess } from './portal-access.ts';

/**
 * Lets the outside judge look at a workload while it is rehearsed or moved: never two copies of it run, whoever is attached gets on
 * afterwards, and has nothing against it.
 */
export const judgeFlight = async (attached: Attached, flight: () => Promise<void>): Promise<void> => {
  const { stateDir, labSet } = readAccess();
  const hosts = readLabHosts(labLayout(labSet, stateDir).dir);
  const ended = new AbortController();
  const watch = watchCopies({ nonce: attached.nonce, hosts, periodMs: 50, signal: ended.signal });
  try {
    await flight();
    const { seen } = attached;
    const before = seen();
    await expect.poll(seen, { message: 'whoever is attached gets on', timeout: 30_000 }).toBeGreaterThan(before);
  } finally {
    ended.abort();
  }
  const { violations, samples } = await watch;
  expect(samples).toBeGreaterThan(0);
  expect(violations).toEqual([]);
  expect(attached.faults()).toEqual([]);
};
