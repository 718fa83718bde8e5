import { describe, expect, it } from 'vitest';
import { readDumpStats, readRestoreStats } from './stats.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

/** Written by CRIU 4.2.1 for a sleep(1). */
const statsDump = bytes(
  '40591055 06330957 21000000 0a1f088e 01108e7e 18db0620 6e283930 00381e40 00480050 06580660 00680070 00',
);

describe('statistics', () => {
  it('of a dump', () => {
    expect(readDumpStats(statsDump)).toEqual({
      freezingUs: 142,
      frozenUs: 16_142,
      memoryDumpUs: 859,
      memoryWriteUs: 110,
      pagesScanned: 57,
      pagesWritten: 30,
    });
  });

  it('of a restore, with numbers beyond 32 bits', () => {
    // 2 restore { 3 forking_time: 300, 4 restore_time: 70000, 5 pages_restored: 2^33 }
    const record = bytes('12 0d 18ac02 20f0a204 288080808020');
    const file = new Uint8Array([...bytes('40591055 06330957'), record.length, 0, 0, 0, ...record]);
    expect(readRestoreStats(file)).toEqual({ forkingUs: 300, restoreUs: 70_000, pagesRestored: 2 ** 33 });
  });
});

describe('damaged statistics', () => {
  const tooLong = [...statsDump.slice(0, 8), 255, 255, 255, 255, ...statsDump.slice(12)];
  it.each([
    ['nothing', statsDump.slice(0, 0)],
    ['a cut head', statsDump.slice(0, 10)],
    ['a cut record', statsDump.slice(0, 30)],
    ['a wrong magic word', new Uint8Array([...statsDump.slice(0, 4), 9, ...statsDump.slice(5)])],
    ['a length beyond all bounds', new Uint8Array(tooLong)],
    ['a field that runs over the end', new Uint8Array([...statsDump.slice(0, 13), 120, ...statsDump.slice(14)])],
    ['the statistics of a restore', new Uint8Array([...statsDump.slice(0, 12), 0x12, ...statsDump.slice(13)])],
  ])('are refused: %s', (_name, file) => {
    expect(() => readDumpStats(file)).toThrow(/stats-dump/);
  });
});
