import { buildBundle, buildContainer, buildFile } from '@godwit/test-kit';
import { expect, it } from 'vitest';
import { known } from '../facts/index.ts';
import { questionsFor } from './questions-for.ts';
import { throughRuntime } from './through-runtime.ts';

const container = buildContainer({
  bindMounts: [
    { source: '/srv/data', destination: '/data' },
    { source: '/srv/deep', destination: '/data/deep' },
  ],
  joinedNamespaces: [{ type: 'network', path: '/run/netns/web' }],
  hooks: ['/usr/bin/hook'],
});
const paths = ['/data/numbers', '/data/deep/more', '/database', '/app/run'];
const { tree } = buildBundle({
  tree: { container: known(container), files: known(paths.map((path) => buildFile({ path }))) },
});
if (!tree) throw new Error('no tree');

it('finds files under bind mounts where their host has them, and takes all others along', () => {
  const placed = throughRuntime(tree);
  const files = placed.files.known ? placed.files.value.map(({ path, travels }) => [path, travels ?? false]) : [];
  expect(files).toEqual([
    ['/srv/data/numbers', false],
    ['/srv/deep/more', false],
    ['/database', true],
    ['/app/run', true],
  ]);
});

it('asks the destination for bind mounts, joined namespaces and hooks, and for no file that travels', () => {
  const questions = questionsFor(throughRuntime(tree), []);
  expect(questions.container).toEqual({
    runtime: 'runc',
    id: 'web',
    paths: ['/srv/data', '/srv/deep', '/run/netns/web', '/usr/bin/hook'],
  });
  expect(questions.files.map(({ path }) => path)).toEqual(['/srv/data/numbers', '/srv/deep/more']);
});

it('leaves a tree without a container as it is', () => {
  const plain = buildBundle().tree;
  expect(plain && throughRuntime(plain)).toBe(plain);
  expect(plain && questionsFor(plain, []).container).toBeUndefined();
});
