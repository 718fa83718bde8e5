import { buildBundle, buildContainer, buildDestination, buildTask } from '@godwit/test-kit';
import { expect, it } from 'vitest';
import { known } from '../facts/index.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import { settleForRuntime } from './settle-for-runtime.ts';

const container = buildContainer({ bindMounts: [{ source: '/srv/data', destination: '/data' }] });
const own = { ...buildTask(), namespaces: known({ pid: 'pid:[9]', net: 'net:[1]' }) };
const source = buildBundle({
  tree: {
    tasks: [own],
    container: known(container),
    collectorNamespaces: known({ pid: 'pid:[1]', net: 'net:[1]' }),
  },
});

const finding = (id: string, dump: string[], more: Partial<Finding> = {}): Finding => ({
  id,
  rule: id.split('.')[0] ?? '',
  severity: 'needs-option',
  subject: { kind: 'mount', path: '/data' },
  message: 'It is so.',
  evidence: {},
  noticed: 'frozen',
  criuError: null,
  remedies: [{ text: 'Do it.', options: { dump, restore: [] } }],
  ...more,
});

it('leaves to the runtime what it does by itself, and keeps every other option', () => {
  const found = [
    finding('mounts.bind', ['--external=mnt[/data]:/data']),
    finding('tcp-connections.connected', ['--tcp-established']),
    finding('mounts.hidden', [], { severity: 'blocker' }),
  ];
  const settled = settleForRuntime(found, source.tree);
  expect(settled.map(({ severity }) => severity)).toEqual(['note', 'needs-option', 'blocker']);
  expect(settled[0]?.remedies).toEqual([
    { text: 'runc does this by itself, from the configuration of the container.', options: { dump: [], restore: [] } },
  ]);
  expect(settled[1]?.remedies[0]?.options.dump).toEqual(['--tcp-established']);
});

it('drops what clashes outside of a namespace of its own only, and the runtime itself as a supervisor', () => {
  const found = [
    finding('destination-ids.taken', []),
    finding('destination-ports.taken', [], { severity: 'blocker' }),
    finding('supervisors.restarts', [], { severity: 'blocker', evidence: { supervisor: 'container runtime' } }),
    finding('supervisors.restarts', [], { severity: 'blocker', evidence: { supervisor: 'shell loop' } }),
  ];
  expect(settleForRuntime(found, source.tree).map(({ id }) => id)).toEqual([
    'destination-ports.taken',
    'supervisors.restarts',
  ]);
});

it('changes nothing about a tree that is no container', () => {
  const found = [finding('mounts.bind', ['--external=mnt[/data]:/data'])];
  expect(settleForRuntime(found, buildBundle().tree)).toEqual(found);
});

it('asks what a container needs only where its runtime does the work', () => {
  const destination = buildDestination({
    answers: { container: known({ hasRuntime: true, taken: false, missing: ['/srv/data'] }) },
  });
  const idsOf = (throughRuntime: boolean) =>
    judge({ source, destination, purpose: 'move', throughRuntime }).findings.map(({ id }) => id);
  expect(idsOf(true)).toContain('destination-containers.path-missing');
  expect(idsOf(false).filter((id) => /containers/.test(id))).toEqual([]);
});
