import type { RunEvent } from '@godwit/domain/run';
import superjson, { type SuperJSONResult } from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveEvent } from '../router-type.ts';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload } from '../test-support/two-hosts.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  token = await server.tokenFor('viewer');
});
afterAll(() => server.stop());

interface Heard {
  id: string;
  data: LiveEvent;
}

/** Listens as a browser does: an event stream over HTTP, each event with its id. */
const listen = (input: object) => {
  const heard: Heard[] = [];
  const ending = new AbortController();
  const url = `${server.url}/api/trpc/live.events?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const work = readStream(url, heard, ending.signal).catch(() => undefined);
  return {
    heard,
    events: () => heard.flatMap(({ data }): RunEvent[] => (data.type === 'run.event' ? [data.event] : [])),
    stop: async () => {
      ending.abort();
      await work;
    },
  };
};

const readStream = async (url: string, heard: Heard[], signal: AbortSignal): Promise<void> => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal });
  let rest = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (id && data) heard.push({ id, data: superjson.deserialize(JSON.parse(data) as SuperJSONResult) });
    }
  }
};

describe('the events of a run', () => {
  it('come whole and in order to a viewer who was there, to one who came late, and to one who was away', async () => {
    const hosts = await enrolTwoHosts(server);
    hosts.destination.answer('start-restore', ({ runId }) => {
      hosts.destination.enter(runId, 'restoring');
      return { accepted: true };
    });
    const runId = await hosts.startMove({ holdSeconds: 30 });
    const present = listen({ topics: { runId } });
    await eventually(() =>
      present.events().some(({ data }) => data.type === 'side.changed' && data.state === 'restoring'),
    );
    await present.stop();
    const lastEventId = present.heard.at(-1)?.id;
    await server.restart();
    await hosts.source.connect();
    await hosts.destination.connect();
    hosts.destination.enter(runId, 'held');
    await hosts.finished(runId);
    const back = listen({ topics: { runId }, lastEventId });
    const late = listen({ topics: { runId } });
    const all = await hosts.events(runId);
    await eventually(() => late.events().length === all.length);
    await eventually(() => present.events().length + back.events().length >= all.length);
    expect(late.events()).toEqual(all);
    expect([...present.events(), ...back.events()]).toEqual(all);
    await back.stop();
    await late.stop();
    hosts.close();
  });
});

describe('hints', () => {
  it('come when a host or a workload changed, and after a lost connection too', async () => {
    const hosts = await enrolTwoHosts(server);
    const workloadId = await listWorkload(hosts, { key: 'unit:watched' });
    const page = listen({ topics: { fleet: true, workloadId } });
    await eventually(() => page.heard.length > 0);
    const isWatched = ({ data }: Heard) => data.type === 'workload.changed' && data.workloadId === workloadId;
    const isHost = ({ data }: Heard) => data.type === 'fleet.changed' && data.hostId === hosts.source.hostId;
    hosts.source.list();
    await eventually(() => page.heard.some(isWatched) && page.heard.some(isHost));
    await page.stop();
    const lastEventId = page.heard.at(-1)?.id;
    await listWorkload(hosts, { key: 'unit:watched' });
    const again = listen({ topics: { fleet: true, workloadId }, lastEventId });
    await eventually(() => again.heard.some(isWatched) && again.heard.some(isHost));
    await again.stop();
    hosts.close();
  });

  it('are not told to somebody who is not signed in', async () => {
    const response = await fetch(
      `${server.url}/api/trpc/live.events?input=${encodeURIComponent('{"json":{"topics":{"fleet":true}}}')}`,
    );
    const told = await response.text();
    expect(told).toContain('UNAUTHORIZED');
    expect(told).not.toContain('heartbeat');
  });
});
