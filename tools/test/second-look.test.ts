import { describe, expect, it } from 'vitest';
import { lookTwice } from './second-look.mjs';

interface Failure {
  name: string;
  message: string;
  file?: string;
}
interface Tally {
  passed: number;
  failures: Failure[];
}

const failure = (file?: string): Failure => ({ name: `${file} > a test`, message: 'why', file });
const first = (...files: (string | undefined)[]): Tally => ({ passed: 7, failures: files.map(failure) });

/** What comes out, and which files were run again. */
async function look(tally: Tally, second: Tally) {
  const asked: string[][] = [];
  const runAgain = (files: string[]) => {
    asked.push(files);
    return Promise.resolve(second);
  };
  return { ...(await lookTwice(tally, '/p', runAgain)), asked };
}

describe('a second look', () => {
  it('runs nothing again where nothing failed', async () => {
    expect(await look(first(), { passed: 1, failures: [] })).toMatchObject({ passed: 7, failures: [], asked: [] });
  });

  it('counts what passes alone, and names it', async () => {
    const bad = failure('/p/a.test.ts');
    const result = await look(first('/p/a.test.ts'), { passed: 3, failures: [] });
    expect(result).toEqual({ passed: 8, failures: [], unsteady: [bad], asked: [['/p/a.test.ts']] });
  });

  it('keeps what fails again, and says why it failed first', async () => {
    const second = { passed: 3, failures: [failure('/p/a.test.ts')] };
    const { passed, failures, unsteady } = await look(first('/p/a.test.ts', '/p/b.test.ts'), second);
    expect({ passed, failures, unsteady }).toEqual({
      passed: 8,
      failures: [failure('/p/a.test.ts')],
      unsteady: [failure('/p/b.test.ts')],
    });
  });

  it.each([
    ['a fault was injected', first('/p/a.test.ts', '/p/e2e/kill/kill.lab.test.ts')],
    ['the runner itself crashed', first('/p/a.test.ts', undefined)],
    ['too much failed', first(...'abcdef'.split('').map((name) => `/p/${name}.test.ts`))],
  ])('is not taken where %s', async (_why, tally) => {
    const result = await look(tally, { passed: 9, failures: [] });
    expect(result).toMatchObject({ passed: 7, failures: tally.failures, unsteady: [], asked: [] });
  });

  it.each([
    ['crashes', { passed: 3, failures: [failure(undefined)] }],
    ['runs no test', { passed: 0, failures: [] }],
  ])('proves nothing when it %s', async (_how, second) => {
    expect(await look(first('/p/a.test.ts'), second)).toMatchObject({ passed: 7, failures: [failure('/p/a.test.ts')] });
  });
});
