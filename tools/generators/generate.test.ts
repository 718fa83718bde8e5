import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadCode, format } from '../checks/command-checks.mjs';
import { docsPaths } from '../checks/docs-paths.mjs';
import { importBoundaries } from '../checks/import-boundaries.mjs';
import { runCommand } from '../process/run-command.mjs';
import { inRepository } from '../workspace/root.mjs';
import { generate } from './generate.mjs';

const copied = [
  'apps',
  'libs',
  'tools',
  'e2e',
  'docs',
  'prisma',
  'biome.json',
  'knip.json',
  'package.json',
  'tsconfig.base.json',
  '.gitignore',
];
const never = /(^|\/)(node_modules|dist|\.next|\.nx)$/;
const changedPackages = ['libs/domain', 'libs/agent-protocol', 'apps/server', 'apps/agent'];
const made: [string, string][] = [
  ['rule', 'wing-beats'],
  ['procedure', 'runs/count-wing-beats'],
  ['procedure', 'wings/fold-wings'],
  ['message', 'wing.folded'],
  ['message', 'fold-wing'],
  ['step', 'spread-wings'],
];
let root: string;

/** A copy of the workspace, so that what is generated is judged where it will stand. */
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'godwit-new-'));
  for (const name of copied) {
    cpSync(inRepository(name), path.join(root, name), { recursive: true, filter: (source) => !never.test(source) });
  }
  linkPackages(inRepository('node_modules'), path.join(root, 'node_modules'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Our own packages have to be those of the copy, all others are the installed ones.
function linkPackages(installed: string, folder: string) {
  mkdirSync(path.join(folder, '@godwit'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@godwit') symlinkSync(path.join(installed, name), path.join(folder, name));
  }
  for (const group of ['apps', 'libs']) {
    for (const name of readdirSync(path.join(root, group)))
      symlinkSync(path.join(root, group, name), path.join(folder, '@godwit', name));
  }
}

const run = (...argv: string[]) =>
  runCommand([process.execPath, ...argv], { cwd: root, capture: true, deadlineMs: 120_000 });

async function typeErrors(folder: string) {
  const { output } = await run(inRepository('node_modules/ts7/bin/tsc'), '--noEmit', '-p', folder);
  return output.split('\n').filter((line: string) => line.includes('error TS'));
}

describe('npm run new', { timeout: 240_000 }, () => {
  it('makes things that pass the checks where they stand', async () => {
    for (const [kind, name] of made) await generate(root, kind, name);
    for (const folder of changedPackages) expect(await typeErrors(folder)).toEqual([]);
    for (const check of [format, importBoundaries, docsPaths, deadCode]) {
      const problems = (await check.run(root)).join('\n');
      expect(problems.split('\n').filter((line: string) => /wing/i.test(line))).toEqual([]);
    }
  });

  it('makes a rule whose cases hold and that the catalogue accepts', async () => {
    const vitest = inRepository('node_modules/vitest/vitest.mjs');
    const files = ['libs/domain/src/rules/wing-beats.test.ts', 'libs/test-kit/src/rule-catalogue.test.ts'];
    const { code, output } = await run(vitest, 'run', '--root', root, ...files);
    expect({ code, output }).toMatchObject({ code: 0 });
  });

  it('refuses what is there already, and changes nothing then', async () => {
    const catalogue = path.join(root, 'libs/domain/src/rules/index.ts');
    const before = readFileSync(catalogue, 'utf8');
    await expect(generate(root, 'rule', 'wing-beats')).rejects.toThrow('wing-beats.ts exists already');
    expect(readFileSync(catalogue, 'utf8')).toBe(before);
  });

  it.each([
    ['rule', 'WingBeats', 'is not a name'],
    ['procedure', 'fold-wings', 'noun/verb-noun'],
    ['screen', 'wings', 'There are: rule, procedure, message, step'],
  ])('refuses %s %s', async (kind, name, reason) => {
    await expect(generate(root, kind, name)).rejects.toThrow(reason);
    expect(existsSync(path.join(root, 'libs/domain/src/rules/WingBeats.ts'))).toBe(false);
  });
});
