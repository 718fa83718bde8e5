import { GodwitError } from '@godwit/domain/errors';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, type TwoHosts } from '../test-support/two-hosts.ts';

let server: TestServer;
let hosts: TwoHosts;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
});
afterEach(() => hosts.close());

const comeBack = async () => {
  await server.restart();
  await hosts.source.connect();
  await hosts.destination.connect();
};

/** The server is ended at the very moment it gives a command, before it hears the answer. */
const commands = [
  ['source', 'open-run'],
  ['destination', 'prepare-destination'],
  ['source', 'prepare-source'],
  ['source', 'start-dump'],
  ['destination', 'start-restore'],
  ['source', 'commit-source'],
  ['source', 'drop-address'],
  ['destination', 'release-copy'],
  ['destination', 'prove-copy'],
] as const;

describe('a server that ends in the middle of a move', () => {
  it.each(commands)('goes on where it was when it ends while %s is told %s', async (side, command) => {
    const host = hosts[side];
    const usual = host.answerOf(command);
    let restarted: Promise<void> | undefined;
    host.answer<typeof command>(command, async (request) => {
      const first = restarted === undefined;
      restarted ??= comeBack();
      if (first) await restarted;
      return usual(request) as never;
    });
    const runId = await hosts.startMove({ holdSeconds: 20 });
    await eventually(() => restarted !== undefined);
    await restarted;
    const view = await hosts.finished(runId, 20_000);
    expect(view.outcome).toBe('succeeded');
    expect(view.steps.filter(({ attempt }) => attempt > 1).length).toBe(1);
    expect(hosts.source.journal.get(runId)?.state).toBe('swept');
  });

  it('does not repeat finished steps, and commands carry a higher epoch', async () => {
    hosts.destination.answer('start-restore', ({ runId }) => {
      hosts.destination.enter(runId, 'restoring');
      return { accepted: true };
    });
    const runId = await hosts.startMove({ holdSeconds: 20 });
    await eventually(() => hosts.destination.stateOf(runId) === 'restoring');
    await comeBack();
    hosts.destination.enter(runId, 'held');
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
    expect(hosts.source.countOf('start-dump')).toBe(1);
    expect(hosts.source.countOf('prepare-source')).toBe(1);
    const epochs = hosts.source.received.flatMap(({ body }) => {
      const { epoch } = body as { epoch?: number };
      return epoch === undefined ? [] : [epoch];
    });
    expect(Math.max(...epochs)).toBeGreaterThan(epochs[0] ?? 0);
    expect([...epochs].sort((a, b) => a - b)).toEqual(epochs);
  });

  it('gives back what the server before it had begun to give back', async () => {
    const usual = hosts.source.answerOf('give-source-back');
    hosts.source.answer('start-dump', ({ runId }) => {
      hosts.source.enter(runId, 'dumping');
      return { accepted: true };
    });
    hosts.source.answer('give-source-back', () => {
      throw new GodwitError({ code: 'deadline-reached', message: 'busy', remedy: 'wait' });
    });
    const runId = await hosts.startMove({ holdSeconds: 30 });
    await eventually(() => hosts.source.stateOf(runId) === 'dumping');
    await hosts.admin.runs.cancel.mutate({ runId });
    await eventually(() => hosts.source.countOf('give-source-back') > 0);
    hosts.source.answer('give-source-back', usual as never);
    await comeBack();
    expect((await hosts.finished(runId)).outcome).toBe('cancelled');
    expect(hosts.source.stateOf(runId)).toBe('swept');
  });
});

describe('agents that come back only a while after the server', () => {
  it('are waited for: the move is not given up', async () => {
    hosts.destination.answer('start-restore', ({ runId }) => {
      hosts.destination.enter(runId, 'restoring');
      return { accepted: true };
    });
    const runId = await hosts.startMove({ holdSeconds: 20 });
    await eventually(() => hosts.destination.stateOf(runId) === 'restoring');
    await server.restart();
    await new Promise((resolve) => setTimeout(resolve, 800));
    hosts.destination.enter(runId, 'held');
    await hosts.source.connect();
    await hosts.destination.connect();
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });

  it('are waited for by a step that has not spoken to them yet', async () => {
    const usual = hosts.source.answerOf('prepare-source');
    let cut = false;
    hosts.source.answer<'prepare-source'>('prepare-source', (request) => {
      if (cut) return usual(request) as { prepared: true };
      cut = true;
      hosts.source.disconnect();
      setTimeout(() => void hosts.source.connect(), 400);
      return { prepared: true };
    });
    const view = await hosts.finished(await hosts.startMove({ holdSeconds: 20 }));
    expect(view.outcome).toBe('succeeded');
  });
});
