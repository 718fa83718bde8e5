import { repositoryRoot } from '../workspace/root.mjs';
import { buildWhenChanged } from './build-stamp.mjs';
import { buildTargets } from './build-targets.mjs';

/**
 * Builds what changed since the last build.
 *
 * @param {{ only?: string[], log?: (line: string) => void, root?: string }} options `only` names targets; the database
 *   client is built along with any of them that contains it
 */
export async function buildProject({ only, log = console.log, root = repositoryRoot } = {}) {
  const targets = buildTargets(root);
  const unknown = only?.find((name) => !targets.some((target) => target.name === name));
  if (unknown)
    throw new Error(`There is no build target "${unknown}". There are: ${targets.map(({ name }) => name).join(', ')}.`);
  for (const target of targets) if (isWanted(target.name, only)) await report(root, target, log);
}

function isWanted(name, only) {
  if (!only || only.includes(name)) return true;
  return name === 'database-client' && only.some((other) => other === 'server' || other === 'web');
}

async function report(root, target, log) {
  const started = performance.now();
  const outcome = await buildWhenChanged(root, target);
  log(
    `${outcome === 'built' ? 'Built' : 'Unchanged:'} ${target.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
}
