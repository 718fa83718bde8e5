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

const whenDecision = (runId: string) => eventually(async () => (await hosts.admin.runs.get.query({ runId })).decision);

describe('after the commit', () => {
  it('builds a copy that died while it was held again from its images, without asking anybody', async () => {
    let restores = 0;
    hosts.source.answer('drop-address', () => ({ dropped: true }));
    hosts.destination.answer('start-restore', ({ runId }) => {
      restores += 1;
      hosts.destination.enter(runId, 'restoring');
      void hosts.destination.walk(runId, 'held');
      return { accepted: true };
    });
    hosts.source.answer('commit-source', ({ runId }) => {
      if (hosts.source.stateOf(runId) === 'held') {
        hosts.destination.enter(runId, 'failed', { reason: 'criu was killed', mayHaveRun: false });
        hosts.source.enter(runId, 'committed');
        hosts.source.enter(runId, 'gone');
      }
      return { state: 'gone' };
    });
    const view = await hosts.finished(await hosts.startMove());
    expect(view.outcome).toBe('succeeded');
    expect(restores).toBe(2);
  });

  it('asks a person before it restores a copy that may have run', async () => {
    let releases = 0;
    hosts.destination.answer('release-copy', ({ runId }) => {
      releases += 1;
      hosts.destination.enter(runId, 'releasing');
      if (releases === 1) hosts.destination.enter(runId, 'failed', { reason: 'criu hangs', mayHaveRun: true });
      else hosts.destination.enter(runId, 'released');
      return { accepted: true };
    });
    const runId = await hosts.startMove();
    const decision = await whenDecision(runId);
    expect(decision.choices.map(({ choice }) => choice)).toEqual(['restore-again', 'give-up']);
    expect(hosts.destination.countOf('start-restore')).toBe(1);
    await hosts.admin.runs.decide.mutate({ runId, choice: 'restore-again', confirmName: 'counter' });
    const view = await hosts.finished(runId);
    expect(view.outcome).toBe('succeeded');
    expect(hosts.destination.countOf('start-restore')).toBe(2);
  });

  it('ends as failed when a person gives up', async () => {
    hosts.destination.answer('release-copy', ({ runId }) => {
      hosts.destination.enter(runId, 'releasing');
      hosts.destination.enter(runId, 'failed', { mayHaveRun: true });
      return { accepted: true };
    });
    const runId = await hosts.startMove();
    await whenDecision(runId);
    await hosts.admin.runs.decide.mutate({ runId, choice: 'give-up', confirmName: 'counter' });
    expect(await hosts.finished(runId)).toMatchObject({ outcome: 'failed' });
    expect(hosts.destination.countOf('discard-copy')).toBe(0);
  });

  it('tries ever more slowly what goes wrong, and does not hammer', async () => {
    hosts.destination.answer('release-copy', () => {
      throw new GodwitError({ code: 'criu-failed', message: 'not now', remedy: 'later' });
    });
    const runId = await hosts.startMove();
    await eventually(() => hosts.destination.countOf('release-copy') >= 3);
    const before = hosts.destination.countOf('release-copy');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(hosts.destination.countOf('release-copy') - before).toBeLessThanOrEqual(11);
    hosts.destination.answer('release-copy', ({ runId: id }) => {
      hosts.destination.enter(id, 'releasing');
      hosts.destination.enter(id, 'released');
      return { accepted: true };
    });
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });

  it('waits for a destination that is away when it is to be released', async () => {
    hosts.source.answer('commit-source', ({ runId }) => {
      if (hosts.source.stateOf(runId) === 'held') {
        hosts.destination.disconnect();
        hosts.source.enter(runId, 'committed');
        hosts.source.enter(runId, 'gone');
      }
      return { state: 'gone' };
    });
    const runId = await hosts.startMove();
    await eventually(async () =>
      (await hosts.view(runId)).steps.some(({ name, attempt }) => name === 'release' && attempt > 1),
    );
    await hosts.destination.connect();
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });
});

describe('a source that falls silent when permission was sent', () => {
  const silence = ({ runId }: { runId: string }) => {
    hosts.source.disconnect();
    return { state: hosts.source.stateOf(runId) === 'gone' ? 'gone' : 'aborted' } as const;
  };

  it('is waited for, and its own word settles it when it comes back', async () => {
    hosts.source.answer('commit-source', silence);
    const runId = await hosts.startMove({ holdSeconds: 5 });
    const decision = await whenDecision(runId);
    expect(decision.reason).toContain('The source has probably resumed at its deadline.');
    expect(decision.choices.map(({ choice }) => choice)).toEqual(['wait', 'release-fenced', 'release-unfenced']);
    expect(decision.choices.at(-1)?.label).toContain('this will make two running copies');
    expect(hosts.destination.countOf('release-copy')).toBe(0);
    hosts.source.answer('commit-source', () => ({ state: 'gone' }));
    hosts.source.enter(runId, 'committed');
    hosts.source.enter(runId, 'gone');
    await hosts.source.connect();
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });

  it('is given back when it comes back and says that its deadline was first', async () => {
    hosts.source.answer('commit-source', silence);
    const runId = await hosts.startMove({ holdSeconds: 5 });
    await whenDecision(runId);
    hosts.source.enter(runId, 'aborted', { reason: 'deadline' });
    hosts.source.enter(runId, 'given-back');
    hosts.source.answer('commit-source', () => ({ state: 'given-back' }));
    await hosts.source.connect();
    expect((await hosts.finished(runId)).outcome).toBe('given-back');
    expect(hosts.destination.countOf('release-copy')).toBe(0);
  });

  it('is released by a person who fenced it and typed its name, and only so', async () => {
    hosts.source.answer('commit-source', silence);
    const runId = await hosts.startMove({ holdSeconds: 5 });
    await whenDecision(runId);
    const choice = 'release-fenced';
    await expect(hosts.admin.runs.decide.mutate({ runId, choice, confirmName: 'counter' })).rejects.toThrow();
    const operator = await server.clientAs('operator');
    const confirmName = hosts.source.name;
    await expect(operator.runs.decide.mutate({ runId, choice, confirmName })).rejects.toMatchObject({
      data: { godwit: { code: 'role-missing' } },
    });
    await hosts.admin.runs.decide.mutate({ runId, choice, confirmName });
    const view = await hosts.finished(runId);
    expect(view.outcome).toBe('succeeded');
    const release = hosts.destination.received.find(({ type }) => type === 'release-copy');
    expect(release?.body).toMatchObject({ gone: { basis: 'person' } });
  });
});
