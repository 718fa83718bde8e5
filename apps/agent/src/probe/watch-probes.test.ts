import type { CapabilityMatrix } from '@godwit/domain/facts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProbeSets } from './probe-sets.ts';
import { mayProbe, watchProbes } from './watch-probes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const matrix: CapabilityMatrix = {
  version: 1,
  probedAt: '2026-08-01T12:00:00.000Z',
  durationMs: 20_000,
  criu: { path: '/usr/sbin/criu', version: '4.2.1', sha256: 'ab' },
  kernelRelease: '6.18.0',
  complete: true,
  results: [],
};
const setsWith = (recalled: ReturnType<ProbeSets['recall']>) => ({
  recall: () => recalled,
  start: vi.fn((setId: string) => ({ setId, started: true })),
  cancel: vi.fn(() => false),
  ended: async () => undefined,
});
const after = (ms: number) => vi.advanceTimersByTime(ms);

it('has a host probed that never was, once', () => {
  const sets = setsWith(null);
  const watch = watchProbes(sets, () => false);
  expect(sets.start).not.toHaveBeenCalled();
  after(10 * 60_000);
  expect(sets.start).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^[0-9a-f-]{36}$/), 'unprobed');
  watch.stop();
});

it('leaves a host alone whose CRIU was probed on its kernel', () => {
  const sets = setsWith(matrix);
  const watch = watchProbes(sets, () => false);
  after(10 * 60_000);
  expect(sets.start).not.toHaveBeenCalled();
  watch.stop();
});

it('waits while a run is under way, and ends what runs when the agent ends', () => {
  const sets = setsWith(null);
  let busy = true;
  const watch = watchProbes(sets, () => busy);
  after(5 * 60_000);
  expect(sets.start).not.toHaveBeenCalled();
  busy = false;
  after(60_000);
  expect(sets.start).toHaveBeenCalledOnce();
  watch.stop();
  expect(sets.cancel).toHaveBeenCalledOnce();
});

it('is switched off by GODWIT_AGENT_PROBES alone', () => {
  expect([{}, { GODWIT_AGENT_PROBES: 'on' }, { GODWIT_AGENT_PROBES: 'off' }].map(mayProbe)).toEqual([
    true,
    true,
    false,
  ]);
});
