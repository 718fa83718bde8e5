import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const neverInput =
  /(^|\/)(node_modules|dist|\.next|\.nx|generated)(\/|$)|\.test\.tsx?$|\.tsbuildinfo$|(^|\/)next-env\.d\.ts$/;

/**
 * One hash over the names and contents of everything that a build is made from. Times are not looked at: a fresh
 * checkout of the same sources is the same input.
 *
 * @param {string} root
 * @param {string[]} inputs files and folders relative to root; ones that do not exist count as absent
 */
export function hashInputs(root, inputs) {
  const hash = createHash('sha256');
  for (const file of listFiles(root, inputs))
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function listFiles(root, inputs) {
  return inputs.flatMap((input) => [...walk(root, input)]).sort();
}

function* walk(root, relative) {
  const full = path.join(root, relative);
  if (neverInput.test(relative) || !existsSync(full)) return;
  if (statSync(full).isFile()) yield relative;
  else for (const name of readdirSync(full)) yield* walk(root, `${relative}/${name}`);
}
