import { expect, it } from 'vitest';
import type { WorkloadSummary } from '../../api/types.ts';
import { filterWorkloads } from './filter-workloads.ts';

const workload = (name: string, change: Partial<WorkloadSummary> = {}) =>
  ({
    name,
    command: `/usr/bin/${name}`,
    key: name,
    hostId: 'a',
    state: 'running',
    lastPreflight: null,
    ...change,
  }) as WorkloadSummary;
const all = [
  workload('redis', { lastPreflight: { verdict: 'blocked' } as WorkloadSummary['lastPreflight'] }),
  workload('counter', { hostId: 'b' }),
  workload('echo', { state: 'gone' }),
];
const none = { query: null, hostId: null, verdict: null, state: null };
const names = (filter: Partial<typeof none> | Record<string, string>) =>
  filterWorkloads(all, { ...none, ...filter }).map((one) => one.name);

it('shows running ones unless asked otherwise', () => {
  expect(names({})).toEqual(['redis', 'counter']);
  expect(names({ state: 'gone' })).toEqual(['echo']);
  expect(names({ state: 'all' })).toHaveLength(3);
});

it('filters by words, host and verdict', () => {
  expect(names({ query: 'bin COUNT' })).toEqual(['counter']);
  expect(names({ hostId: 'b' })).toEqual(['counter']);
  expect(names({ verdict: 'blocked' })).toEqual(['redis']);
  expect(names({ verdict: 'unchecked' })).toEqual(['counter']);
});
