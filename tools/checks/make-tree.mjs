import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Writes a small project into a new temporary folder, which is removed when the test that asked for it ends.
 *
 * @param {Record<string, string | object>} files path to text, or to an object that is written as JSON
 * @returns {string} the folder
 */
export function makeTree(files) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'godwit-check-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/**
 * A package.json as the workspace's packages have it.
 *
 * @param {string} name
 * @param {string} layer
 * @param {string} side
 * @param {Record<string, string>} exports
 */
export function makeManifest(name, layer, side, exports = { '.': './src/index.ts' }) {
  return { name: `@godwit/${name}`, exports, nx: { tags: [`layer:${layer}`, `side:${side}`] } };
}
