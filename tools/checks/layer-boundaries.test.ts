import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../workspace/root.mjs';
import { judgeGraph, layerBoundaries } from './layer-boundaries.mjs';

const tags: Record<string, string[]> = {
  domain: ['layer:domain', 'side:any'],
  protocol: ['layer:format', 'side:any'],
  store: ['layer:adapter', 'side:server'],
  facts: ['layer:adapter', 'side:agent'],
  driver: ['layer:adapter', 'side:agent'],
  ui: ['layer:ui', 'side:browser'],
  server: ['layer:app', 'side:server'],
  agent: ['layer:app', 'side:agent'],
  web: ['layer:app', 'side:browser'],
  untagged: [],
};

function judgeEdge(source: string, target: string) {
  const used = [...new Set([source, target])];
  const nodes = Object.fromEntries(used.map((name) => [`@godwit/${name}`, { data: { tags: tags[name] } }]));
  const edge = { source: `@godwit/${source}`, target: `@godwit/${target}` };
  return judgeGraph({ nodes, dependencies: { [edge.source]: [edge] } });
}

describe('layers and sides', () => {
  it.each([
    ['store', 'domain'],
    ['driver', 'protocol'],
    ['server', 'store'],
    ['agent', 'driver'],
    ['web', 'ui'],
    ['web', 'server'],
  ])('%s may use %s', (source, target) => {
    expect(judgeEdge(source, target)).toEqual([]);
  });

  it.each([
    ['domain', 'protocol', 'layer'],
    ['facts', 'driver', 'layer'],
    ['protocol', 'store', 'layer'],
    ['ui', 'protocol', 'layer'],
    ['server', 'driver', 'side'],
    ['web', 'store', 'side'],
    ['driver', 'agent', 'app'],
    ['server', 'agent', 'app'],
  ])('%s may not use %s', (source, target, reason) => {
    expect(judgeEdge(source, target).join()).toContain(reason);
  });

  it('asks for tags', () => {
    expect(judgeEdge('untagged', 'untagged')).toEqual([expect.stringContaining('needs a layer')]);
  });

  it('finds nothing in this workspace', { timeout: 60_000 }, async () => {
    expect(await layerBoundaries.run(repositoryRoot)).toEqual([]);
  });
});
