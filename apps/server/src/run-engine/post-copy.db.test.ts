import { type HostFacts, known } from '@godwit/domain/facts';
import { buildBundle, buildDestination, buildHost } from '@godwit/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 60_000;

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
  playPostCopy();
});
afterEach(() => hosts.close());

const { criu } = buildHost();
const host: Partial<HostFacts> = {
  criu: criu.known
    ? known({ ...criu.value, features: { ...criu.value.features, uffd: true, 'uffd-noncoop': true } })
    : criu,
  sysctls: { 'fs.pipe-max-size': known('1048576'), 'fs.pipe-user-pages-soft': known('16384') },
};

/** The source serves pages from behind its fence; the copy has all of them at some time. */
const playPostCopy = (): void => {
  const { source, destination } = hosts;
  source.bundle = buildBundle({ host: { hostname: source.name, ...host } });
  destination.answer('answer-questions', () => buildAnswer(destination.name));
  source.answer('commit-source', ({ runId }) => {
    if (source.stateOf(runId) === 'held') source.enter(runId, 'committed');
    return { state: 'committed', fenced: { provedAt: new Date().toISOString() } };
  });
  source.answer('end-source', ({ runId }) => {
    if (source.stateOf(runId) === 'committed') source.enter(runId, 'gone');
    return { state: 'gone' };
  });
};

const buildAnswer = (hostname: string) => ({ bundle: buildDestination({ host: { hostname, ...host } }) });

const startPostCopy = async (): Promise<string> => {
  const workloadId = await listWorkload(hosts);
  const destinationHostId = hosts.destination.hostId;
  const preflight = await hosts.admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
  const choices = { kind: 'move' as const, preflightId: preflight.id, holdSeconds: 30, mode: 'post-copy' as const };
  return (await hosts.admin.runs.start.mutate(choices)).runId;
};

const isFetching = (runId: string) =>
  eventually(
    async () =>
      (await hosts.view(runId)).steps.some(({ name, state }) => name === 'fetch-pages' && state === 'running'),
    patienceMs,
  );

describe('a post-copy', { timeout: 180_000 }, () => {
  it('lets the copy run before its memory is there, and is over when the source has gone by itself', async () => {
    const { source, destination } = hosts;
    const runId = await startPostCopy();
    await isFetching(runId);
    expect(destination.stateOf(runId)).toBe('released');
    const release = destination.received.find(({ type }) => type === 'release-copy')?.body;
    expect(release).toMatchObject({ gone: { basis: 'fenced' } });
    expect(destination.countOf('prove-copy')).toBe(0);
    source.enter(runId, 'gone');
    expect(await hosts.finished(runId, patienceMs)).toMatchObject({ outcome: 'succeeded' });
    expect(source.countOf('end-source')).toBe(0);
  });

  it('ends a source that does not know that the copy has everything', async () => {
    const runId = await startPostCopy();
    await isFetching(runId);
    hosts.destination.enter(runId, 'released', { pages: { complete: true, receivedBytes: 1_000_000 } });
    expect(await hosts.finished(runId, patienceMs)).toMatchObject({ outcome: 'succeeded' });
    expect([hosts.source.countOf('end-source'), hosts.source.stateOf(runId)]).toEqual([1, 'swept']);
  });

  it('asks a person when memory is lost after the commit, and ends both sides when told so', async () => {
    const { source, destination } = hosts;
    const runId = await startPostCopy();
    await isFetching(runId);
    destination.enter(runId, 'failed', { reason: 'The channel to the source broke.', mayHaveRun: true });
    const decision = await eventually(async () => (await hosts.admin.runs.get.query({ runId })).decision, patienceMs);
    expect(decision.choices.map(({ choice }) => choice)).toContain('end-source');
    expect(source.countOf('end-source')).toBe(0);
    await hosts.admin.runs.decide.mutate({ runId, choice: 'end-source', confirmName: 'counter' });
    const view = await hosts.finished(runId, patienceMs);
    expect(view).toMatchObject({ outcome: 'failed', error: { code: 'memory-lost' } });
    expect(view.error?.message).toContain('The channel to the source broke.');
    expect(source.countOf('end-source')).toBe(1);
  });

  it('is refused when the destination cannot fetch missing pages', async () => {
    hosts.destination.answer('answer-questions', () => ({
      bundle: buildDestination({ host: { hostname: hosts.destination.name } }),
    }));
    await expect(startPostCopy()).rejects.toThrow('A move by post-copy is not possible');
  });
});
