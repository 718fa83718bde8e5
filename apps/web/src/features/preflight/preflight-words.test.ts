import { expect, it } from 'vitest';
import type { HostSummary } from '../../api/types.ts';
import { whatWillHappen } from './blast-radius.ts';
import { preflightInput, targetChoices } from './purposes.ts';

const source = { id: '1', name: 'lab-a' };
const destination = { id: '2', name: 'lab-b' };
const estimate = {
  memoryBytes: 64 * 1024 ** 2,
  processes: 4,
  connections: 12,
  move: null,
  modes: null,
  rehearsal: null,
};

it('says that a pre-copy freezes only what changed, and keeps everything else that is promised', () => {
  const seen = { estimate, purpose: 'move' as const, source, destination, container: null };
  const [freezes, ...others] = whatWillHappen(seen, 'pre-copy');
  expect(freezes).toContain('copied ahead in rounds while it runs');
  expect(others).toEqual(whatWillHappen(seen).slice(1));
});

it('does not promise a complete copy before the end of a post-copy', () => {
  const text = whatWillHappen({ estimate, purpose: 'move', source, destination, container: null }, 'post-copy').join(
    ' ',
  );
  expect(text).not.toContain('Nothing is ended');
  expect(text).toContain('stays frozen on');
});

it('states the blast radius of a move', () => {
  const text = whatWillHappen({ estimate, purpose: 'move', source, destination, container: null }).join(' ');
  expect(text).toContain('Freezes 4 processes and 64 MiB of memory on lab-a.');
  expect(text).toContain('12 open connections will wait');
  expect(text).toContain('before the copy stands complete on lab-b');
});

it('does not invent a size that is not known', () => {
  const text = whatWillHappen({
    estimate: { ...estimate, memoryBytes: null, processes: 1 },
    purpose: 'dump',
    source,
    destination: null,
    container: null,
  });
  expect(text[0]).toBe('Freezes 1 process on lab-a.');
});

it('says of a container what travels along, and who makes it there', () => {
  const container = { runtime: 'runc' as const, rootBytes: 3 * 1024 ** 2 };
  const text = whatWillHappen({ estimate, purpose: 'move', source, destination, container });
  expect(text.at(-1)).toBe(
    'Its files (3 MiB) are copied while it runs, and what changed once more while it stands still. runc makes the container there under its name; here runc forgets it.',
  );
});

it('lists hosts that cannot be reached with the reason, never the source, never a revoked one', () => {
  const host = (id: string, status: HostSummary['status']) => ({ id, name: id, status }) as HostSummary;
  const hosts = [host('a', 'connected'), host('b', 'connected'), host('c', 'lost'), host('d', 'revoked')];
  expect(targetChoices(hosts, 'a').map(({ value, disabled }) => [value, disabled ?? false])).toEqual([
    ['b', false],
    ['c', true],
    ['here', false],
    ['dump', false],
  ]);
});

it('asks for a move only when a host was chosen', () => {
  expect(preflightInput('w', 'here')).toEqual({ workloadId: 'w', purpose: 'here' });
  expect(preflightInput('w', 'b')).toEqual({ workloadId: 'w', purpose: 'move', destinationHostId: 'b' });
});
