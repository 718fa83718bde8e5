import { describe, expect, it } from 'vitest';
import { readInventory } from './inventory.ts';
import { readRecorded } from './recorded/recorded-images.ts';
import { readDumpStats, readRestoreStats } from './stats.ts';

describe('inventory and statistics', () => {
  it('are read', () => {
    expect(readInventory(readRecorded('many-kinds', 'inventory.img'))).toEqual({
      imageVersion: 2,
      criuRunId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    const stats = readDumpStats(readRecorded('many-kinds', 'stats-dump'));
    expect(stats.frozenUs).toBeGreaterThan(stats.freezingUs);
    expect(stats.pagesWritten).toBe(2754);
  });

  it('of the other kind are refused', () => {
    expect(() => readRestoreStats(readRecorded('many-kinds', 'stats-dump'))).toThrow('no statistics of a restore');
    expect(() => readDumpStats(readRecorded('many-kinds', 'inventory.img'))).toThrow(
      'it holds INVENTORY and not STATS',
    );
    expect(() => readInventory(readRecorded('many-kinds', 'stats-dump').subarray(0, 9))).toThrow('holds STATS');
  });
});
