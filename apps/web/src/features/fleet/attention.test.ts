import { expect, it } from 'vitest';
import type { HostSummary, RunSummary, WorkloadSummary } from '../../api/types.ts';
import { findAttention } from './attention.ts';

const host = (change: Partial<HostSummary>) =>
  ({ id: 'h', name: 'lab-a', status: 'connected', criuReady: 'ready', lastSeenAt: null, ...change }) as HostSummary;
const workload = (...verdicts: string[]) =>
  ({
    id: 'w',
    name: 'redis',
    hostName: 'lab-a',
    state: 'running',
    lastVerdicts: verdicts.map((verdict, index) => ({ id: `v${index}`, at: '', verdict })),
  }) as WorkloadSummary;
const run = (outcome: string | null) => ({ id: 'r', kind: 'move', outcome, workload: { name: 'redis' } }) as RunSummary;
const kinds = (...all: Parameters<typeof findAttention>) => findAttention(...all).map((item) => item.kind);

it('has nothing to say about a healthy fleet', () => {
  expect(kinds([host({})], [workload('migratable', 'blocked')], [run(null)])).toEqual([]);
});

it('puts a decision before a lost host before a workload that cannot move any more', () => {
  const hosts = [host({ status: 'lost' }), host({ criuReady: 'not-ready', criuProblem: 'too old' })];
  expect(kinds(hosts, [workload('blocked', 'migratable')], [run('needs-decision')])).toEqual([
    'decision',
    'host-lost',
    'criu-not-ready',
    'turned-blocked',
  ]);
});

it('does not repeat what was always blocked', () => {
  expect(kinds([], [workload('blocked', 'blocked')], [])).toEqual([]);
});
