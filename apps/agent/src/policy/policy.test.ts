import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowsChannel, allowsPeer, allowsRelay } from './allow-peer.ts';
import { authorizeCommand, type OwnedTree } from './authorize-command.ts';
import { readOwnTree } from './own-tree.ts';
import { closedPolicy, defaultPolicy, type Policy, policySchema } from './policy.ts';
import { readPolicy } from './read-policy.ts';

describe('the policy file', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'godwit-policy-'));
    file = path.join(directory, 'agent-policy.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('need not be there', () => {
    expect(readPolicy(file)).toEqual({ policy: defaultPolicy, problem: null });
  });

  it('is read, with safe values for what it leaves out', () => {
    writeFileSync(file, '{"version":1,"verbs":["look","dump"],"uids":[0]}', { mode: 0o600 });
    const { policy, problem } = readPolicy(file);
    expect(problem).toBeNull();
    expect(policy).toEqual({ ...defaultPolicy, verbs: ['look', 'dump'], uids: [0] });
  });

  it.each([
    ['cut short', '{"version":1'],
    ['of another version', '{"version":2}'],
    ['with a misspelt field, which would have forbidden something', '{"version":1,"verb":["look"]}'],
    ['with a network that is none', '{"version":1,"peers":["10.0.0.0"]}'],
  ])('allows only to look when it is %s', (_, text) => {
    writeFileSync(file, text, { mode: 0o600 });
    const { policy, problem } = readPolicy(file);
    expect(policy).toEqual(closedPolicy);
    expect(problem).toContain('cannot be understood');
  });

  it('is not believed when others could have written it, or when it is a link', () => {
    writeFileSync(file, '{"version":1}');
    chmodSync(file, 0o666);
    expect(readPolicy(file)).toMatchObject({ policy: closedPolicy, problem: expect.stringContaining('may write') });
    const link = path.join(directory, 'link');
    symlinkSync(file, link);
    expect(readPolicy(link)).toMatchObject({ policy: closedPolicy });
  });
});

describe('a peer', () => {
  it.each([
    ['10.77.1.11', true],
    ['192.168.3.4', true],
    ['::ffff:10.0.0.1', true],
    ['fd00::7', true],
    ['203.0.113.9', false],
    ['2001:db8::1', false],
    ['172.32.0.1', false],
  ])('%s without a policy: %s', (address, allowed) => {
    expect(allowsPeer(defaultPolicy, address)).toBe(allowed);
  });

  it('is only what a policy names', () => {
    const policy = policySchema.parse({ version: 1, peers: ['192.0.2.0/24'] });
    expect(allowsPeer(policy, '192.0.2.77')).toBe(true);
    expect(allowsPeer(policy, '10.77.1.11')).toBe(false);
  });
});

describe('the relay through the server', () => {
  it.each([
    [{}, true],
    [{ peers: ['192.0.2.0/24'] }, false],
    [{ peers: ['192.0.2.0/24'], relay: true }, true],
    [{ relay: false }, false],
  ])('under %o: %s', async (rules, allowed) => {
    const policy = policySchema.parse({ version: 1, ...rules });
    expect(allowsRelay(policy)).toBe(allowed);
    const asked = authorizeCommand(
      { policy, readTree: async () => ({ uids: [], workloadKeys: [] }) },
      'open-relay',
      {},
    );
    if (allowed) await asked;
    else await expect(asked).rejects.toMatchObject({ code: 'command-refused' });
  });

  it('opens loopback only to it', () => {
    const narrow = policySchema.parse({ version: 1, peers: ['192.0.2.0/24'] });
    expect(allowsChannel(narrow, '127.0.0.1')).toBe(false);
    expect(allowsChannel({ ...narrow, relay: true }, '127.0.0.1')).toBe(true);
    expect(allowsChannel({ ...narrow, relay: true }, '203.0.113.9')).toBe(false);
  });
});

describe('a command', () => {
  const tree: OwnedTree = { uids: [0, 33], workloadKeys: ['unit:nginx.service'] };
  const ask = (change: Partial<Policy>, type: Parameters<typeof authorizeCommand>[1], request: unknown, owned = tree) =>
    authorizeCommand({ policy: { ...defaultPolicy, ...change }, readTree: async () => owned }, type, request);
  const send = { pid: 7, peerHost: '10.0.0.2' };

  it('passes when nothing is against it', async () => {
    await ask({}, 'prepare-source', send);
    await ask({}, 'dump-checkpoint', { pid: 7 });
    await ask({ uids: [0, 33] }, 'prepare-source', send);
  });

  it.each([
    ['a verb that is not allowed', { verbs: ['look' as const] }, 'prepare-destination' as const, {}],
    ['looking, where even that is not allowed', { verbs: [] }, 'collect-facts' as const, { pid: 7 }],
    ['a longer hold than it allows', { maximumHoldSeconds: 60 }, 'start-dump' as const, { holdSeconds: 61 }],
    ['a peer outside', {}, 'prepare-source' as const, { pid: 7, peerHost: '203.0.113.9' }],
    ['one process of a uid that is not allowed', { uids: [0] }, 'dump-checkpoint' as const, { pid: 7 }],
    ['a workload that is never touched', { neverWorkloads: ['unit:nginx*'] }, 'dump-checkpoint' as const, { pid: 7 }],
  ])('is refused for %s', async (_, change, type, request) => {
    await expect(ask(change, type, request)).rejects.toMatchObject({ code: 'command-refused' });
  });

  it('that brings a run to its end passes, because the run was allowed to begin', async () => {
    for (const type of ['give-source-back', 'commit-source', 'discard-copy', 'sweep-run'] as const)
      await ask(closedPolicy, type, { runId: 'x' });
  });

  it('cannot hide a service behind the name of another one', async () => {
    const owned = { uids: [0], workloadKeys: ['unit:ssh.service'] };
    await expect(ask({}, 'prepare-source', { ...send, workloadKey: 'command:harmless' }, owned)).rejects.toThrow(
      'unit:ssh*',
    );
  });
});

it('a part of a workload, and what contains one, count as the workload', async () => {
  const workload = (key: string, rootPid: number) =>
    ({ key, rootPid }) as Awaited<ReturnType<Parameters<typeof readOwnTree>[1]>>[0];
  const found = await readOwnTree(process.pid, async () => [
    workload('above', process.ppid),
    workload('itself', process.pid),
    workload('elsewhere', 2 ** 22 - 1),
    workload('init', 1),
  ]);
  expect(found.workloadKeys).toEqual(['above', 'itself']);
});
