import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashInputs } from './hash-inputs.mjs';

/**
 * Runs a target's build unless its sources are those of the last finished one and its outputs are still there.
 *
 * @param {string} root
 * @param {import('./build-targets.mjs').BuildTarget} target
 * @returns {Promise<'built' | 'unchanged'>}
 */
export async function buildWhenChanged(root, target) {
  const stamp = path.join(root, target.stamp);
  const hash = hashInputs(root, target.inputs);
  const outputsExist = target.outputs.every((output) => existsSync(path.join(root, output)));
  if (outputsExist && readStamp(stamp) === hash) return 'unchanged';
  requireSources(root, target);
  rmSync(stamp, { force: true });
  await target.build(root);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return 'built';
}

function requireSources(root, { name, entries }) {
  const missing = entries.filter((entry) => !existsSync(path.join(root, entry)));
  if (missing.length)
    throw new Error(`Cannot build ${name}: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`);
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
