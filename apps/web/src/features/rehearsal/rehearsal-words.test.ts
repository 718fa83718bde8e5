import { expect, it } from 'vitest';
import { rehearsalSideWords, whatWillBeRehearsed } from './rehearsal-words.ts';

const hosts = { source: { id: '1', name: 'lab-a' }, destination: { id: '2', name: 'lab-b' } };
const size = { memoryBytes: 64 * 1024 ** 2, processes: 4, connections: 12, move: null };
const frozen = { low: 80, likely: 150, high: 400 };

it('announces the freeze with its length, and that nothing on the destination changes', () => {
  const rehearsal = { frozen, total: frozen, learnedFrom: 0 };
  const text = whatWillBeRehearsed({ ...hosts, estimate: { ...size, modes: null, rehearsal } }).join(' ');
  expect(text).toContain('Freezes 4 processes and 64 MiB of memory on lab-a once, for about 150 ms (80 ms to 400 ms).');
  expect(text).toContain('12 open connections will wait as long as that and go on.');
  expect(text).toContain('nothing on lab-b is changed');
});

it('does not invent a length that is not known', () => {
  const [text] = whatWillBeRehearsed({
    ...hosts,
    estimate: { ...size, memoryBytes: null, rehearsal: null, modes: null },
  });
  expect(text).toMatch(/^Freezes 4 processes on lab-a once, .* is not known\.$/);
});

it('never says that something waits for a commit', () => {
  expect(rehearsalSideWords('source', 'held')).not.toMatch(/commit/);
  expect(rehearsalSideWords('destination', 'held')).toMatch(/never run/);
  expect(rehearsalSideWords('destination', 'receiving')).toBeNull();
});
