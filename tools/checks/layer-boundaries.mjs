import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { splitTags } from './read-packages.mjs';

/** What each layer may depend on. Arrows point down; adapters never reach sideways. */
const allowedLayers = {
  domain: ['domain'],
  format: ['domain', 'format'],
  adapter: ['domain', 'format'],
  ui: ['domain', 'ui'],
  app: ['domain', 'format', 'adapter', 'ui'],
  test: ['domain', 'format'],
};

// Apps share one entry of the server that holds nothing but a type; import-boundaries.mjs sees to "nothing but".
const typeOnlyApps = new Set(['@godwit/server']);

/** Layers and sides of the packages, over the project graph that Nx makes from manifests and import statements. */
export const layerBoundaries = {
  name: 'boundaries: layers and sides',
  async run(root) {
    return judgeGraph(await readGraph(root));
  },
};

/**
 * @param {{ nodes: Record<string, { data: { tags?: string[] } }>,
 *   dependencies: Record<string, { source: string, target: string }[]> }} graph as written by `nx graph --file`
 * @returns {string[]} one sentence per forbidden edge
 */
export function judgeGraph(graph) {
  const ours = Object.keys(graph.nodes).filter((name) => name.startsWith('@godwit/'));
  const untagged = ours.filter((name) => !tagsOf(graph, name).layer || !tagsOf(graph, name).side);
  const problems = untagged.map((name) => `${name} needs a layer: and a side: tag in its package.json`);
  for (const name of ours) for (const edge of graph.dependencies[name] ?? []) problems.push(...judgeEdge(graph, edge));
  return [...new Set(problems)];
}

function judgeEdge(graph, { source, target }) {
  if (!graph.nodes[target] || source === target) return [];
  const from = tagsOf(graph, source);
  const to = tagsOf(graph, target);
  if (to.layer === 'app') return judgeAppEdge(source, from, target);
  const problems = [];
  if (to.layer !== 'test' && !allowedLayers[from.layer]?.includes(to.layer)) {
    problems.push(`${source} (layer ${from.layer}) may not depend on ${target} (layer ${to.layer})`);
  }
  if (to.side !== 'any' && to.side !== from.side) {
    problems.push(`${source} (side ${from.side}) may not depend on ${target} (side ${to.side})`);
  }
  return problems;
}

function judgeAppEdge(source, from, target) {
  if (from.layer === 'app' && typeOnlyApps.has(target)) return [];
  return [`${source} may not depend on the app ${target}; move what they share into a library`];
}

function tagsOf(graph, name) {
  return splitTags(graph.nodes[name]?.data.tags ?? []);
}

async function readGraph(root) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-graph-'));
  const file = path.join(folder, 'graph.json');
  try {
    const nx = path.join(root, 'node_modules/nx/dist/bin/nx.js');
    const options = { cwd: root, capture: true, deadlineMs: 120_000, env: { ...process.env, NX_DAEMON: 'false' } };
    const result = await runCommand([process.execPath, nx, 'graph', `--file=${file}`], options);
    if (result.code !== 0) throw new Error(`Nx could not make its graph:\n${result.output}`);
    return JSON.parse(readFileSync(file, 'utf8')).graph;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
