import { describe, expect, it } from 'vitest';
import { type HostFacts, known } from '../facts/index.ts';
import { adviseMode, type ModeQuestion } from './advise-mode.ts';
import { findPageTrouble, neededPipeBytes } from './page-pipes.ts';

const allButResource = '0x1fffeffffff';

const host = (features: Record<string, boolean>, pipeMaxSize = neededPipeBytes): HostFacts =>
  ({
    criu: known({ features }),
    privileges: known({ capEffective: allButResource }),
    sysctls: { 'fs.pipe-max-size': known(String(pipeMaxSize)), 'fs.pipe-user-pages-soft': known('16384') },
  }) as unknown as HostFacts;

const uffd = { uffd: true, 'uffd-noncoop': true, mem_dirty_track: false };
const question = (changes: Partial<ModeQuestion> = {}): ModeQuestion => ({
  source: host(uffd),
  destination: host(uffd),
  isContainer: false,
  dumpOptions: [],
  size: { memoryBytes: 2048 * 2 ** 20, processes: 1 },
  past: { stopAndCopy: [], postCopy: [] },
  linkBytesPerSecond: null,
  ...changes,
});
const postCopyOf = (changes: Partial<ModeQuestion>) => adviseMode(question(changes)).choices[2];

describe('the advice for a mode', () => {
  it('recommends post-copy only where the gain is clear, and tells its risk', () => {
    const { recommended, reasons, choices } = adviseMode(question());
    expect(recommended).toBe('post-copy');
    expect(reasons[0]).toContain('risk');
    expect(choices[2]?.notes[0]).toContain('point of no return');
  });

  it('recommends stop-and-copy for a small tree, or when nothing is known of its size', () => {
    expect(adviseMode(question({ size: { memoryBytes: 64 << 20, processes: 1 } })).recommended).toBe('stop-and-copy');
    expect(adviseMode(question({ size: null })).recommended).toBe('stop-and-copy');
  });

  it('never recommends what is not possible', () => {
    expect(adviseMode(question({ isContainer: true })).recommended).toBe('stop-and-copy');
  });

  it('learns from earlier moves of the same mode', () => {
    const past = { memoryBytes: 2048 * 2 ** 20, processes: 1, frozenUs: null, switchOverUs: 900_000, totalUs: null };
    const learned = adviseMode(question({ past: { stopAndCopy: [past], postCopy: [] } }));
    expect(learned.recommended).toBe('stop-and-copy');
    expect(learned.choices[0]?.estimate?.learnedFrom).toBe(1);
    expect(learned.choices[2]?.estimate?.learnedFrom).toBe(0);
  });
});

describe('post-copy is not possible', () => {
  it.each([
    ['for a container', { isContainer: true }, 'containers'],
    ['with links to deleted files', { dumpOptions: ['--link-remap'] }, '--link-remap'],
    ['without userfaultfd', { destination: host({ ...uffd, uffd: false }) }, 'feature uffd fails'],
    ['when nobody looked', { destination: host({}) }, 'not looked'],
    ['when the source was not read', { source: undefined }, 'not looked'],
  ] as const)('%s', (_, changes, why) => {
    expect(postCopyOf(changes as Partial<ModeQuestion>)?.whyNot).toContain(why);
  });

  it('but for small pipes, which are raised for the time of the run', () => {
    const choice = postCopyOf({ source: host(uffd, 1 << 20) });
    expect(choice?.whyNot).toBeNull();
    expect(choice?.notes[1]).toContain('raises it to 4194304');
  });
});

it('never offers pre-copy, and says why', () => {
  expect(adviseMode(question()).choices[1]?.whyNot).toContain('CONFIG_MEM_SOFT_DIRTY');
  expect(adviseMode(question({ source: host({ mem_dirty_track: true }) })).choices[1]?.whyNot).toContain('not carry');
});

describe('page pipes', () => {
  const enough = { capEffective: allButResource, pipeMaxSize: neededPipeBytes, userPagesSoft: 16384 };
  it.each([
    ['large enough', {}, null],
    ['any with CAP_SYS_RESOURCE', { capEffective: '0x1ffffffffff', pipeMaxSize: 65536 }, null],
    ['too small', { pipeMaxSize: 1 << 20 }, true],
    ['bounded for all users without CAP_SYS_ADMIN', { capEffective: '0x0' }, false],
  ] as const)('%s', (_, changes, raisable) => {
    expect(findPageTrouble({ ...enough, ...changes })?.raisable ?? null).toBe(raisable);
  });
});
