import { describe, expect, it } from 'vitest';
import { docsPaths } from './docs-paths.mjs';
import { domainPurity } from './domain-purity.mjs';
import { fileNames } from './file-names.mjs';
import { makeTree } from './make-tree.mjs';
import { openMarks } from './open-marks.mjs';
import { shellStrings } from './shell-strings.mjs';
import { skippedTests } from './skipped-tests.mjs';

type Check = { run: (root: string) => Promise<string[]> };
const problemsIn = (check: Check, files: Record<string, string>) => check.run(makeTree(files));

describe('file and folder names', () => {
  const silent = ['libs/domain/src/facts/host.ts', 'apps/web/src/features/shared-address/address.tsx'];
  const fires = [
    'libs/domain/src/utils/host.ts',
    'apps/web/src/lib/session.ts',
    'tools/lab/helpers.mjs',
    'libs/ui/src/misc.tsx',
  ];
  it.each(silent)('%s is fine', async (file) => {
    expect(await problemsIn(fileNames, { [file]: '' })).toEqual([]);
  });
  it.each(fires)('%s is refused', async (file) => {
    expect(await problemsIn(fileNames, { [file]: '' })).toEqual([expect.stringContaining(file)]);
  });
});

describe('marks for later', () => {
  it('finds one with its line, in code and in documents', async () => {
    const files = { 'libs/a/src/a.ts': `// fine\n// ${'TO'}DO later\n`, 'docs/a.md': `${'FIX'}ME\n` };
    const problems = await problemsIn(openMarks, files);
    expect(problems).toEqual([expect.stringContaining('docs/a.md:1'), expect.stringContaining('libs/a/src/a.ts:2')]);
  });
  it('takes no offence at longer words', async () => {
    expect(await problemsIn(openMarks, { 'tools/a.mjs': "mkdtemp('XXXXXX'); const todos = 1;" })).toEqual([]);
  });
});

describe('skipped and focused tests', () => {
  const bad = [
    "it.skip('a', f);",
    "describe.only('a', f);",
    "it.each([1]).skip('a', f);",
    "test.describe.skip('a', f);",
    "it.todo('a');",
  ];
  it.each(bad)('%s is refused', async (line) => {
    expect(await problemsIn(skippedTests, { 'libs/a/src/a.test.ts': line })).toHaveLength(1);
  });
  it('reads calls, not texts', async () => {
    const text = "it('says it.skip(x)', f); const options = { skip: 3 }; query.skip(4);";
    expect(await problemsIn(skippedTests, { 'libs/a/src/a.test.ts': text })).toEqual([]);
  });
});

describe('paths named in documents', () => {
  const tree = { 'libs/domain/src/facts/host.ts': '' };
  it('accepts what exists: files, folders, patterns, links', async () => {
    const text =
      '`libs/domain` `libs/domain/src/facts/host.ts:3` `libs/domain/src/facts/<fact>.ts` [x](guide.md#top) `npm test`';
    expect(await problemsIn(docsPaths, { ...tree, 'docs/a.md': text, 'docs/guide.md': '' })).toEqual([]);
  });
  it.each(['`libs/domain/src/fact.ts`', '`tools/gone/<name>.mjs`', '[x](missing.md)'])('refuses %s', async (text) => {
    expect(await problemsIn(docsPaths, { ...tree, 'docs/a.md': text })).toHaveLength(1);
  });
});

describe('the domain', () => {
  const bad = ['Date.now()', 'Math.random()', 'new Date()', 'globalThis.performance.now()', 'crypto.randomUUID()'];
  it.each(bad)('may not call %s', async (call) => {
    expect(await problemsIn(domainPurity, { 'libs/domain/src/run/a.ts': `export const a = ${call};` })).toHaveLength(1);
  });
  it('may read a time that it was given', async () => {
    const text = 'export const a = (ms: number) => new Date(ms).toISOString();';
    expect(await problemsIn(domainPurity, { 'libs/domain/src/run/a.ts': text })).toEqual([]);
  });
});

describe('shell lines', () => {
  const bad = [
    "import { execSync } from 'node:child_process'; execSync('ls');",
    "spawn('ls', [], { shell: true });",
    "spawn('sh', ['-c', line]);",
    "const argv = ['/bin/bash', '-lc', line];",
  ];
  it.each(bad)('%s is refused', async (text) => {
    expect(await problemsIn(shellStrings, { 'tools/a.mjs': text })).toHaveLength(1);
  });
  it('lets a test make a workload of a shell', async () => {
    expect(await problemsIn(shellStrings, { 'e2e/a.test.ts': "spawn('sh', ['-c', 'sleep 1']);" })).toEqual([]);
  });
  it('leaves argument arrays and other functions called exec alone', async () => {
    const text = "spawn('ip', ['link', '-c']); /a/.exec('a'); const exec = (a) => a; exec(1);";
    expect(await problemsIn(shellStrings, { 'tools/a.mjs': text })).toEqual([]);
  });
});
