import { describe, expect, it } from 'vitest';
import { type HostFacts, known, type Task, type TreeFacts } from '../facts/index.ts';
import { adviseMode, type ModeQuestion } from './advise-mode.ts';
import { limitBandwidth } from './limit-bandwidth.ts';
import { findPageTrouble, neededPipeBytes } from './page-pipes.ts';

const allButResource = '0x1fffeffffff';

const host = (features: Record<string, boolean>, pipeMaxSize = neededPipeBytes): HostFacts =>
  ({
    criu: known({ features }),
    privileges: known({ capEffective: allButResource }),
    sysctls: { 'fs.pipe-max-size': known(String(pipeMaxSize)), 'fs.pipe-user-pages-soft': known('16384') },
  }) as unknown as HostFacts;

const uffd = { uffd: true, 'uffd-noncoop': true, mem_dirty_track: false };

const task = (changes: Partial<Task> = {}): Task =>
  ({ pid: 7, state: 'S', fds: known([]), mappings: known([]), ...changes }) as Task;
const tree = (...tasks: Task[]): TreeFacts => ({ tasks }) as TreeFacts;
const tracking = host({ ...uffd, mem_dirty_track: true });
const noPast = { stopAndCopy: [], postCopy: [], preCopy: { moves: [], rounds: [] } };

const question = (changes: Partial<ModeQuestion> = {}): ModeQuestion => ({
  source: host(uffd),
  destination: host(uffd),
  isContainer: false,
  dumpOptions: [],
  size: { memoryBytes: 2048 * 2 ** 20, processes: 1 },
  past: noPast,
  linkBytesPerSecond: null,
  tree: tree(task()),
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
    const learned = adviseMode(question({ past: { ...noPast, stopAndCopy: [past] } }));
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

const preCopyOf = (changes: Partial<ModeQuestion>) => adviseMode(question({ source: tracking, ...changes })).choices[1];
const mapping = (more: object) => ({ path: '', vmFlags: ['rd', 'wr'], ...more });

describe('pre-copy is not possible', () => {
  it.each([
    ['without dirty tracking', { source: host(uffd) }, 'CONFIG_MEM_SOFT_DIRTY'],
    ['when nobody looked', { source: host({}) }, 'not looked'],
    ['for a container', { isContainer: true }, 'runtime of a container'],
    ['when the tree was not read', { tree: undefined }, 'could not be read'],
    [
      'when memory was not read',
      { tree: tree(task({ mappings: { known: false, reason: 'x' } as never })) },
      'of process 7',
    ],
    ['with a GPU', { tree: tree(task(), task({ fds: known([{ link: '/dev/nvidia0' } as never]) })) }, '/dev/nvidia0'],
    [
      'with a mapped GPU',
      { tree: tree(task({ mappings: known([mapping({ path: '/dev/kfd' }) as never]) })) },
      '/dev/kfd',
    ],
    ['with huge pages', { tree: tree(task({ mappings: known([mapping({ vmFlags: ['ht'] }) as never]) })) }, 'hugetlb'],
    [
      'when everything is stopped',
      { tree: tree(task({ state: 'T' }), task({ state: 'Z' })) },
      'Every process is stopped',
    ],
  ] as const)('%s', (_, changes, why) => {
    const choice = preCopyOf(changes as Partial<ModeQuestion>);
    expect(choice?.whyNot).toContain(why);
    expect(choice?.estimate).toBeNull();
  });

  it('but for one process that is stopped, whose memory waits for the freeze', () => {
    const choice = preCopyOf({ tree: tree(task(), task({ pid: 9, state: 'T' })) });
    expect(choice?.whyNot).toBeNull();
    expect(choice?.notes.join(' ')).toContain('memory of 9 travels while the tree stands still');
  });
});

describe('the recommendation of pre-copy', () => {
  const slowWrites = { rounds: [{ rounds: roundsOf(2048, 20, 2) }], moves: [] };

  it('comes before post-copy where the pause is long, because it risks nothing', () => {
    const { recommended, reasons } = adviseMode(question({ source: tracking }));
    expect(recommended).toBe('pre-copy');
    expect(reasons[0]).toContain('any single failure before its end gives the workload back');
    expect(reasons.at(-1)).toContain('are assumed');
  });

  it('says what earlier rounds of the workload measured', () => {
    const { reasons } = adviseMode(question({ source: tracking, past: { ...noPast, preCopy: slowWrites } }));
    expect(reasons.at(-1)).toMatch(
      /^It writes to [\d.]+ to [\d.]+ MiB a second of its memory, as .* its last pre-copy/,
    );
  });

  it('is not made for a short pause, nor for a tree that writes faster than the line carries', () => {
    const small = { memoryBytes: 64 << 20, processes: 1 };
    expect(adviseMode(question({ source: tracking, size: small })).recommended).toBe('stop-and-copy');
    const busy = { rounds: [{ rounds: roundsOf(2048, 2048) }], moves: [] };
    const advice = adviseMode(question({ source: tracking, past: { ...noPast, preCopy: busy } }));
    expect(advice.recommended).toBe('post-copy');
    expect(advice.reasons[1]).toContain('travels again');
  });
});

function roundsOf(...mebibytes: number[]) {
  return mebibytes.map((size) => ({ bytes: size * 2 ** 20, frozenUs: 9000, tookMs: 1000 + size }));
}

it('a narrow line lengthens the rounds, and with them what is left for the freeze', () => {
  const estimate = preCopyOf({})?.estimate;
  if (!estimate?.preCopy) throw new Error('There is no estimate.');
  const narrow = limitBandwidth(estimate, 20 * 2 ** 20, 'pre-copy');
  expect(narrow.preCopy?.frozenBytes.likely).toBeGreaterThan(estimate.preCopy.frozenBytes.likely);
  expect(narrow.switchOver.likely).toBeGreaterThan(estimate.switchOver.likely);
  expect(narrow.total.likely - estimate.total.likely).toBeGreaterThan(90_000);
  expect(limitBandwidth(estimate, 10 * 2 ** 30, 'pre-copy')).toEqual(estimate);
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
