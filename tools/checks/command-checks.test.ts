import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../workspace/root.mjs';
import { deadCode, format, types } from './command-checks.mjs';
import { makeTree } from './make-tree.mjs';

const manyLines = Array.from({ length: 301 }, (_, index) => `export const a${index} = 1;\n`).join('');
const statements = (count: number) => Array.from({ length: count }, (_, index) => `  text += '${index}';\n`).join('');

function makeProject(files: Record<string, string | object>) {
  const root = makeTree(files);
  for (const file of ['biome.json', 'nx.json', 'tsconfig.base.json', '.gitignore'])
    cpSync(inRepository(file), path.join(root, file));
  symlinkSync(inRepository('node_modules'), path.join(root, 'node_modules'));
  return root;
}

describe('format and lint', { timeout: 60_000 }, () => {
  const bad: [string, string, string][] = [
    ['bad format', 'export  const a = "b"', 'format'],
    ['any', 'export const a: any = 1;\n', 'noExplicitAny'],
    ['a default export', 'const a = 1;\nexport default a;\n', 'noDefaultExport'],
    [
      'a long function',
      `export function a() {\n  let text = '';\n${statements(60)}  return text;\n}\n`,
      'noExcessiveLinesPerFunction',
    ],
    ['a long file', manyLines, 'noExcessiveLinesPerFile'],
    ['too many parameters', 'export const a = (b: 1, c: 1, d: 1, e: 1, f: 1) => [b, c, d, e, f];\n', 'useMaxParams'],
    ['something unused', 'const a = 1;\n', 'noUnusedVariables'],
  ];
  it.each(bad)('refuses %s', async (_name, text, rule) => {
    const problems = await format.run(makeProject({ 'libs/a/src/file.ts': text }));
    expect(problems.join()).toContain(rule);
  });
  it('refuses a name that is not kebab-case', async () => {
    const problems = await format.run(makeProject({ 'libs/a/src/someFile.ts': 'export const a = 1;\n' }));
    expect(problems.join()).toContain('useFilenamingConvention');
  });
  it('refuses skipped and focused tests', async () => {
    const text = "import { it } from 'vitest';\n\nit.only('a', () => {});\nit.skip('b', () => {});\n";
    const problems = await format.run(makeProject({ 'libs/a/src/a.test.ts': text }));
    expect(problems.join()).toContain('noFocusedTests');
    expect(problems.join()).toContain('noSkippedTests');
  });
  it('accepts a tidy file', async () => {
    expect(await format.run(makeProject({ 'libs/a/src/file.ts': 'export const a = 1;\n' }))).toEqual([]);
  });
});

describe('types and dead code', { timeout: 120_000 }, () => {
  const manifest = { name: 'fixture', private: true, type: 'module', workspaces: ['libs/*'] };
  const tsc = 'node ../../node_modules/ts7/bin/tsc --noEmit -p .';
  const library = { name: '@godwit/a', private: true, exports: { '.': './src/index.ts' }, scripts: { typecheck: tsc } };
  const project = (files: Record<string, string | object>) =>
    makeProject({
      'package.json': manifest,
      'package-lock.json': { lockfileVersion: 3, packages: {} },
      'libs/a/package.json': library,
      'libs/a/tsconfig.json': { extends: '../../tsconfig.base.json', include: ['src'] },
      ...files,
    });

  it('refuses a type error', async () => {
    const root = project({ 'libs/a/src/index.ts': "export const a: number = 'text';\n" });
    expect((await types.run(root)).join()).toContain('TS2322');
  });
  it('refuses a file that nobody imports and a dependency that nobody uses', async () => {
    const files = {
      'libs/a/src/index.ts': 'export const a = 1;\n',
      'libs/a/src/forgotten.ts': 'export const b = 1;\n',
    };
    const root = project({ ...files, 'libs/a/package.json': { ...library, dependencies: { zod: '1.0.0' } } });
    const problems = (await deadCode.run(root)).join();
    expect(problems).toContain('forgotten.ts');
    expect(problems).toContain('zod');
  });
});
