import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { type GapHost, judgeGap, kernelGaps } from './index.ts';

const gapOf = (id: string) => {
  const found = kernelGaps.find((entry) => entry.gap.id === id);
  if (found === undefined) throw new Error(`There is no gap ${id}.`);
  return found.gap;
};
const host = (changes: Partial<GapHost>): GapHost => ({
  kernel: '6.18.44-fc',
  criu: '4.2.1',
  features: null,
  ...changes,
});
const resultOf = (id: string, changes: Partial<GapHost> = {}) => judgeGap(gapOf(id), host(changes)).result;

describe('the table', () => {
  it('names each gap once, with a version that solves it', () => {
    const ids = kernelGaps.map(({ gap }) => gap.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { gap } of kernelGaps) expect(gap.kernel ?? gap.criu).toMatch(/^\d+\.\d+$/);
  });

  it('names only findings that there are', () => {
    const known = rules.flatMap((rule) => Object.keys(rule.findings).map((name) => `${rule.id}.${name}`));
    for (const { gap } of kernelGaps) expect(known).toEqual(expect.arrayContaining([...gap.findings]));
  });
});

describe('a host', () => {
  it.each([
    ['inet-sockets', {}, 'passes'],
    ['inet-sockets', { criu: '4.1.1' }, 'fails'],
    ['inet-sockets', { criu: '4.1.1', kernel: '6.12.0' }, 'not-affected'],
    ['rseq', { kernel: '5.10.0-28-amd64', criu: '3.17.1' }, 'fails'],
    ['rseq', { kernel: '5.13.0', criu: '3.16' }, 'fails'],
    ['rseq', { criu: null }, 'unknown'],
    ['rseq', { kernel: null }, 'unknown'],
    ['amx', { kernel: '4.0.0', criu: '3.19' }, 'passes'],
  ] as const)('%s with %j: %s', (id, changes, expected) => {
    expect(resultOf(id, changes)).toBe(expected);
  });

  it('is believed over its versions when CRIU was asked there', () => {
    const patched = judgeGap(
      gapOf('pids-at-restore'),
      host({ kernel: '4.18.0-el8', features: { clone3_set_tid: true } }),
    );
    expect(patched).toMatchObject({ result: 'passes', by: 'asked' });
    const lacking = judgeGap(gapOf('posix-timers'), host({ features: { timer_cr_ids: false } }));
    expect(lacking).toMatchObject({ result: 'fails', by: 'asked', because: expect.stringContaining('says no') });
  });

  it('is told why it fails', () => {
    const { because } = judgeGap(gapOf('rseq'), host({ kernel: '5.10.0', criu: '3.16' }));
    expect(because).toBe('kernel 5.10.0 is older than 5.13, and CRIU 3.16 is older than 3.17');
  });
});
