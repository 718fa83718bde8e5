import { buildBundle, buildTask, buildThread } from '@godwit/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 100_000;

let server: TestServer;
let hosts: TwoHosts;
let goOn: () => void = () => undefined;
beforeAll(async () => {
  server = await startTestServer();
  hosts = await enrolTwoHosts(server);
  await hosts.admin.hosts.limit.mutate({ hostId: hosts.source.hostId, parallelRuns: 1 });
  await hosts.admin.hosts.limit.mutate({ hostId: hosts.destination.hostId, parallelRuns: 9 });
  showTrees();
  const dump = hosts.source.answerOf('start-dump');
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  hosts.source.answer('start-dump', (request) => {
    // Told again after a restart of the server, it is begun once.
    void told.then(() => hosts.source.stateOf(request.runId) === 'prepared' && dump(request));
    return { accepted: true };
  });
});
afterAll(async () => {
  hosts.close();
  await server.stop();
});

/** A tree of its own for every process that is asked about: runs of one tree are refused. */
const showTrees = () =>
  hosts.source.answer('collect-facts', ({ pid }) => ({
    bundle: buildBundle({
      host: { hostname: hosts.source.name },
      tree: { rootPid: pid, tasks: [buildTask({ pid, sid: pid, pgid: pid, threads: [buildThread({ tid: pid })] })] },
    }),
  }));

let pids = 1000;
const startMove = (name: string) => {
  pids += 10;
  return hosts.startMove({ holdSeconds: 600, workload: { name, rootPid: pids } });
};

const stateOf = async (runId: string) => (await hosts.view(runId)).state;

it('lets runs wait for their turn, through a restart of the server, and starts them in order', {
  timeout: 240_000,
}, async () => {
  const first = await startMove('first');
  await eventually(() => hosts.source.countOf('start-dump') === 1, patienceMs);
  const second = await startMove('second');
  const third = await startMove('third');
  const fourth = await startMove('fourth');
  expect((await hosts.view(second)).queue).toMatchObject({ place: 1, waitsFor: [{ limit: 1 }] });
  expect((await hosts.view(fourth)).queue).toMatchObject({
    place: 3,
    waitsFor: [{ runs: ['first', 'second', 'third'] }],
  });
  const listed = await hosts.admin.runs.active.query();
  expect(listed.find(({ id }) => id === third)).toMatchObject({ state: 'queued', queue: { place: 2 } });

  await hosts.admin.runs.cancel.mutate({ runId: third });
  expect(await hosts.finished(third, patienceMs)).toMatchObject({ outcome: 'cancelled', queue: null });
  await eventually(async () => (await hosts.view(fourth)).queue?.place === 2, patienceMs);

  await server.restart();
  hosts.source.disconnect();
  hosts.destination.disconnect();
  await hosts.source.connect();
  await hosts.destination.connect();
  expect([await stateOf(second), await stateOf(fourth)]).toEqual(['queued', 'queued']);
  goOn();
  for (const runId of [first, second, fourth])
    expect((await hosts.finished(runId, patienceMs)).outcome).toBe('succeeded');
  const dumped = hosts.source.received.filter(({ type }) => type === 'open-run');
  const order = [...new Set(dumped.map(({ body }) => (body as { runId: string }).runId))];
  expect(order).toEqual([first, second, fourth]);
  const { events } = await hosts.admin.runs.get.query({ runId: fourth });
  expect(events.filter(({ data }) => data.type === 'run.admitted')).toHaveLength(1);
});

it('starts what waits when the limit is raised, and only an administrator raises it', {
  timeout: 240_000,
}, async () => {
  const viewer = await server.clientAs('operator');
  const { hostId } = hosts.source;
  await expect(viewer.hosts.limit.mutate({ hostId, parallelRuns: 9 })).rejects.toThrow();
  await hosts.admin.hosts.limit.mutate({ hostId, parallelRuns: 2 });
  expect((await hosts.admin.hosts.get.query({ hostId })).parallelRuns).toBe(2);
  const runs = [await startMove('fifth'), await startMove('sixth')];
  for (const runId of runs) expect((await hosts.finished(runId, patienceMs)).outcome).toBe('succeeded');
});
