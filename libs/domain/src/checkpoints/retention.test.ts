import { describe, expect, it } from 'vitest';
import { chooseExpired, type KeptCheckpoint, unlimited } from './retention.ts';

const day = 86_400_000;
const now = 100 * day;
const kept = (id: string, ageDays: number, changes: Partial<KeptCheckpoint> = {}): KeptCheckpoint => ({
  id,
  hostId: 'a',
  workloadKey: 'w',
  createdAtMs: now - ageDays * day,
  imageBytes: 100,
  pinned: false,
  ...changes,
});
const expired = (all: KeptCheckpoint[], rule: Partial<typeof unlimited>) =>
  chooseExpired(all, { ...unlimited, ...rule }, now).map(({ id }) => id);

describe('retention', () => {
  const all = [kept('new', 1), kept('old', 9), kept('middle', 5)];

  it('keeps everything without a rule', () => {
    expect(expired(all, {})).toEqual([]);
  });

  it('goes by age', () => {
    expect(expired(all, { days: 5 })).toEqual(['old']);
  });

  it('goes by number, of each workload on each host', () => {
    const more = [...all, kept('elsewhere', 20, { hostId: 'b' }), kept('other', 20, { workloadKey: 'x' })];
    expect(expired(more, { perWorkload: 1 })).toEqual(['middle', 'old']);
  });

  it('goes by size of all on one host, and keeps the newest whatever its size', () => {
    expect(expired(all, { bytesPerHost: 200 })).toEqual(['old']);
    expect(expired([kept('large', 1, { imageBytes: 1000 }), kept('small', 2)], { bytesPerHost: 500 })).toEqual([
      'small',
    ]);
    expect(expired([kept('large', 1, { imageBytes: 1000 })], { bytesPerHost: 500 })).toEqual([]);
  });

  it('never touches what is pinned, and does not count it', () => {
    const pinned = kept('pinned', 50, { pinned: true });
    expect(expired([...all, pinned], { perWorkload: 3, days: 30, bytesPerHost: 300 })).toEqual([]);
  });

  it('says which rule it was', () => {
    expect(chooseExpired(all, { ...unlimited, days: 5 }, now)[0]?.why).toContain('older than 5 days');
  });
});
