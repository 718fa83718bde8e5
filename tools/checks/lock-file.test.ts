import { describe, expect, it } from 'vitest';
import { lockFile } from './lock-file.mjs';
import { makeTree } from './make-tree.mjs';

const manifest = { dependencies: { pg: '8.23.1' } };
const judge = (packages: Record<string, object>) =>
  lockFile.run(makeTree({ 'libs/a/package.json': manifest, 'package.json': {}, 'package-lock.json': { packages } }));

describe('the lock file', () => {
  it('fits', async () => {
    const platforms = { 'node_modules/esbuild': { optionalDependencies: { '@esbuild/linux-x64': '1' } } };
    const found = { 'node_modules/@esbuild/linux-x64': {} };
    expect(await judge({ '': {}, 'libs/a': manifest, ...platforms, ...found })).toEqual([]);
  });

  it('is refused when a manifest says something else', async () => {
    const problems = await judge({ '': {}, 'libs/a': { dependencies: { pg: '8.0.0' } } });
    expect(problems).toEqual([expect.stringContaining('libs/a/package.json: its dependencies')]);
  });

  it('is refused when a platform package is left out', async () => {
    const problems = await judge({
      '': {},
      'libs/a': manifest,
      'node_modules/oxc': { optionalDependencies: { 'oxc-mac': '1' } },
    });
    expect(problems).toEqual([expect.stringContaining('node_modules/oxc lacks oxc-mac')]);
  });

  it('is refused when it knows a package that is gone', async () => {
    expect(await judge({ '': {}, 'libs/a': manifest, 'libs/b': {} })).toEqual([expect.stringContaining('libs/b')]);
  });
});
