import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { buildWhenChanged } from './build-stamp.mjs';
import { packageClosure } from './package-closure.mjs';

function makeProject() {
  const root = makeTree({ 'src/main.ts': 'one', 'src/main.test.ts': 'test' });
  const target = {
    name: 'thing',
    entries: ['src/main.ts'],
    inputs: ['src'],
    outputs: ['dist/main.js'],
    stamp: 'dist/.build-stamp',
    async build() {
      mkdirSync(path.join(root, 'dist'), { recursive: true });
      writeFileSync(path.join(root, 'dist/main.js'), '');
    },
  };
  return { root, target, write: (file: string, text: string) => writeFileSync(path.join(root, file), text) };
}

describe('buildWhenChanged', () => {
  it('builds once, and again only when a source changed', async () => {
    const { root, target, write } = makeProject();
    expect(await buildWhenChanged(root, target)).toBe('built');
    expect(await buildWhenChanged(root, target)).toBe('unchanged');
    write('src/main.test.ts', 'another test');
    write('src/main.ts', 'one');
    expect(await buildWhenChanged(root, target)).toBe('unchanged');
    write('src/main.ts', 'two');
    expect(await buildWhenChanged(root, target)).toBe('built');
  });

  it('builds again when an output is gone or a build broke off', async () => {
    const { root, target, write } = makeProject();
    await buildWhenChanged(root, target);
    rmSync(path.join(root, 'dist/main.js'));
    expect(await buildWhenChanged(root, target)).toBe('built');
    write('src/main.ts', 'two');
    const broken = { ...target, build: () => Promise.reject(new Error('broken')) };
    await expect(buildWhenChanged(root, broken)).rejects.toThrow('broken');
    write('src/main.ts', 'one');
    expect(await buildWhenChanged(root, target)).toBe('built');
  });

  it('names a missing entry file', async () => {
    const { root, target } = makeProject();
    const missing = { ...target, entries: ['src/main.ts', 'src/gone.ts'] };
    await expect(buildWhenChanged(root, missing)).rejects.toThrow('Cannot build thing: src/gone.ts is missing.');
  });
});

describe('packageClosure', () => {
  it('follows libraries, not apps', () => {
    const manifest = (...names: string[]) => ({
      dependencies: Object.fromEntries(names.map((name) => [`@godwit/${name}`, '1'])),
    });
    const root = makeTree({
      'apps/web/package.json': manifest('ui', 'server'),
      'apps/server/package.json': manifest('store'),
      'libs/ui/package.json': manifest('domain'),
      'libs/domain/package.json': manifest(),
      'libs/store/package.json': manifest('domain'),
    });
    expect(packageClosure(root, 'apps/web')).toEqual(['apps/web', 'libs/domain', 'libs/ui']);
  });
});
