import { readdirSync } from 'node:fs';
import path from 'node:path';

const skippedFolders = new Set([
  'node_modules',
  '.git',
  '.nx',
  '.next',
  'dist',
  'generated',
  'coverage',
  'test-results',
  'playwright-report',
  '.godwit',
]);

/**
 * Every file of the project that people write, as paths relative to `root` with forward slashes.
 *
 * @param {string} root
 * @param {RegExp} [pattern] only paths that match
 * @returns {string[]} sorted
 */
export function listSourceFiles(root, pattern = /./) {
  return [...walk(root, '')].filter((file) => pattern.test(file)).sort();
}

function* walk(root, folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const relative = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isFile()) yield relative;
    else if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* walk(root, relative);
  }
}

export const codeFile = /\.(ts|tsx|mts|mjs|js)$/;

/**
 * Tests may reach for things that the product may not: other processes, the lab, the test kit. A folder `lab-harness`
 * or `test-support` holds what the tests of a package share.
 */
export function isTestFile(file) {
  return /\.test\.tsx?$/.test(file) || file.startsWith('e2e/') || testFolder.test(file);
}

export const testFolder = /\/(lab-harness|test-support)\//;
