import { expect, it } from 'vitest';
import { readRetention, sayRetention, typeRetention } from './retention-words.ts';

const retention = { perWorkload: 3, days: 30, bytesPerHost: 2 * 1024 ** 3 };

it('reads back what it shows', () => {
  expect(readRetention(typeRetention(retention))).toEqual(retention);
  expect(readRetention({ perWorkload: '', days: ' ', gibibytes: '' })).toEqual({
    perWorkload: null,
    days: null,
    bytesPerHost: null,
  });
});

it.each([
  ['perWorkload', '0'],
  ['days', '1.5'],
  ['gibibytes', 'much'],
])('takes no %s of "%s"', (field, text) => {
  expect(readRetention({ ...typeRetention(retention), [field]: text })).toBeNull();
});

it('says what is kept', () => {
  expect(sayRetention(retention)).toBe(
    'Kept: the newest 3 of a workload on a host; nothing older than 30 days; at most 2 GiB on a host. What is pinned stays.',
  );
  expect(sayRetention({ perWorkload: null, days: null, bytesPerHost: null })).toContain('Every checkpoint stays');
});
