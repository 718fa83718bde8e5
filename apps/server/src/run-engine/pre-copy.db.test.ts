import type { CommandResult } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { known } from '@godwit/domain/facts';
import { buildBundle, buildHost } from '@godwit/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 60_000;
const mebibyte = 2 ** 20;

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
  trackDirtyPages(true);
  playRounds();
});
afterEach(() => hosts.close());

const trackDirtyPages = (tracks: boolean): void => {
  const { criu } = buildHost();
  const features = { ...(criu.known && criu.value.features), mem_dirty_track: tracks };
  const host = { hostname: hosts.source.name, criu: criu.known ? known({ ...criu.value, features }) : criu };
  hosts.source.bundle = buildBundle({ host });
};

const rounds = [
  { bytes: 64 * mebibyte, frozenUs: 21_000, tookMs: 400 },
  { bytes: 9 * mebibyte, frozenUs: 12_000, tookMs: 90 },
  { bytes: 2 * mebibyte, frozenUs: 11_000, tookMs: 60 },
];
type Told = CommandResult<'pre-dump'>;
const running = (count: number): Told => ({ state: 'running', rounds: rounds.slice(0, count), stoppedBecause: null });

/** One round more at each question; after the last one it is done. */
const playRounds = (): void => {
  let asked = 0;
  hosts.source.answer('pre-dump', () => {
    asked += 1;
    return asked > rounds.length ? { state: 'done', rounds, stoppedBecause: 'enough' } : running(asked);
  });
};

const judge = async (): Promise<string> => {
  const destinationHostId = hosts.destination.hostId;
  const workloadId = await listWorkload(hosts);
  return (await hosts.admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId })).id;
};

const startPreCopy = async (judged?: string): Promise<string> => {
  const preflightId = judged ?? (await judge());
  const choices = { kind: 'move' as const, preflightId, holdSeconds: 30, mode: 'pre-copy' as const };
  return (await hosts.admin.runs.start.mutate(choices)).runId;
};

const preCopyOf = async (preflightId: string) => {
  const { estimate } = await hosts.admin.preflights.get.query({ preflightId });
  return { move: estimate.move, choice: estimate.modes?.choices.find(({ mode }) => mode === 'pre-copy') };
};

const inRounds = (runId: string, least = 1) =>
  eventually(async () => {
    const view = await hosts.view(runId);
    return (view.rounds?.rounds.length ?? 0) >= least ? view : null;
  }, patienceMs);

describe('a pre-copy', { timeout: 180_000 }, () => {
  it('copies memory in rounds before anything is frozen, tells them, and learns from them', async () => {
    const preflightId = await judge();
    const before = await preCopyOf(preflightId);
    expect(before.choice).toMatchObject({
      whyNot: null,
      estimate: { learnedFrom: 0, preCopy: { writesLearnedFrom: 0 } },
    });
    const runId = await startPreCopy(preflightId);
    const view = await hosts.finished(runId, patienceMs);
    expect(view).toMatchObject({
      outcome: 'succeeded',
      rounds: { rounds, stoppedBecause: 'enough', lastBytes: 1_000_000 },
    });
    const order = hosts.source.received.map(({ type }) => type);
    expect(order.indexOf('pre-dump')).toBeGreaterThan(order.indexOf('prepare-source'));
    expect(order.lastIndexOf('pre-dump')).toBeLessThan(order.indexOf('start-dump'));
    const sent = (host: 'source' | 'destination', command: string) =>
      hosts[host].received.find(({ type }) => type === command)?.body;
    for (const side of ['source', 'destination'] as const)
      expect(sent(side, `prepare-${side}`)).toMatchObject({ mode: 'pre-copy' });
    const run = await hosts.admin.runs.get.query({ runId });
    expect(sent('source', 'pre-dump')).toMatchObject({ stopRule: run.stopRule, holdSeconds: 30 });
    expect(run).toMatchObject({ rounds: { rounds }, controls: { mode: 'pre-copy' }, stopRule: { mostRounds: 8 } });
    expect(run.estimate?.preCopy).toEqual(before.choice?.estimate?.preCopy);
    // The same preflight, read again: its advice learns from what happened since.
    const after = await preCopyOf(preflightId);
    expect(after.choice?.estimate).toMatchObject({ learnedFrom: 1, preCopy: { writesLearnedFrom: 1 } });
    expect(after.move?.learnedFrom).toBe(0);
  });

  it('is cancelled in its rounds, with the source untouched', async () => {
    hosts.source.answer('pre-dump', () => running(1));
    const runId = await startPreCopy();
    const { cancellable } = await inRounds(runId);
    expect(cancellable).toBe(true);
    await hosts.admin.runs.cancel.mutate({ runId });
    expect(await hosts.finished(runId, patienceMs)).toMatchObject({ outcome: 'cancelled', frozenAt: null });
    expect([hosts.source.stateOf(runId), hosts.destination.stateOf(runId)]).toEqual(['swept', 'swept']);
    expect(hosts.source.countOf('start-dump')).toBe(0);
  });

  it('is given back when a round fails, and its plan can be run again in the same mode', async () => {
    hosts.source.answer('pre-dump', () => {
      throw new GodwitError({ code: 'criu-failed', message: 'criu pre-dump ended with 1', remedy: 'Read its log.' });
    });
    const failed = await startPreCopy();
    const view = await hosts.finished(failed, patienceMs);
    expect(view).toMatchObject({ outcome: 'given-back', error: { message: 'criu pre-dump ended with 1' } });
    expect(view.steps.find(({ name }) => name === 'pre-dump')?.state).toBe('failed');
    expect(hosts.source.countOf('start-dump')).toBe(0);
    playRounds();
    const { runId } = await hosts.admin.runs.again.mutate({ runId: failed });
    expect(await hosts.finished(runId, patienceMs)).toMatchObject({ outcome: 'succeeded', rounds: { rounds } });
  });

  it('is given back with the words of the side that gave up in the rounds', async () => {
    hosts.source.answer('pre-dump', () => running(2));
    const runId = await startPreCopy();
    await inRounds(runId, 2);
    const reason = 'The hold process was killed.';
    hosts.source.enter(runId, 'aborted', { reason });
    hosts.source.enter(runId, 'given-back', { reason });
    const view = await hosts.finished(runId, patienceMs);
    expect(view.outcome).toBe('given-back');
    expect(hosts.source.countOf('start-dump') + hosts.source.countOf('commit-source')).toBe(0);
  });

  it('goes on with its rounds when the server is started anew', async () => {
    let over = false;
    hosts.source.answer('pre-dump', () =>
      over ? { state: 'done', rounds, stoppedBecause: 'most-rounds' } : running(1),
    );
    const runId = await startPreCopy();
    await inRounds(runId);
    await server.restart();
    over = true;
    await hosts.source.connect();
    await hosts.destination.connect();
    const view = await hosts.finished(runId, patienceMs);
    expect(view).toMatchObject({ outcome: 'succeeded', rounds: { stoppedBecause: 'most-rounds' } });
    expect(view.steps.find(({ name }) => name === 'pre-dump')?.attempt).toBe(2);
    expect(hosts.source.countOf('prepare-source')).toBe(1);
  });

  it('leaves no full checkpoint on the source, and says so to whoever asks for one', async () => {
    const choices = { kind: 'move' as const, preflightId: await judge(), mode: 'pre-copy' as const };
    const asked = hosts.admin.runs.start.mutate({ ...choices, keepCheckpoint: true });
    await expect(asked).rejects.toThrow('leaves no full checkpoint');
  });

  it('is refused where the kernel of the source does not track dirty pages', async () => {
    trackDirtyPages(false);
    await expect(startPreCopy()).rejects.toThrow('CONFIG_MEM_SOFT_DIRTY');
    const { choice } = await preCopyOf(await judge());
    expect(choice).toMatchObject({ estimate: null, whyNot: expect.stringContaining('mem_dirty_track fails') });
  });
});
