import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { generateMessage } from './generate-message.mjs';
import { generateProcedure } from './generate-procedure.mjs';
import { generateRule } from './generate-rule.mjs';
import { generateStep } from './generate-step.mjs';

/**
 * @typedef {{ files: Record<string, string>, edits: Record<string, (text: string) => string>, next: string[] }} Generated
 *   new files by path, changes of lists that have to know them, and what is left to a person
 */

const generators = { rule: generateRule, procedure: generateProcedure, message: generateMessage, step: generateStep };

export const kinds = Object.keys(generators);

/**
 * Makes the files of a new thing in the house style and enters it where it has to be known.
 *
 * @param {string} root
 * @param {string} kind
 * @param {string} name
 * @returns {Promise<{ written: string[], next: string[] }>}
 * @throws {Error} before anything is written, when the name does not fit or something of it is there already
 */
export async function generate(root, kind, name) {
  const generator = generators[kind];
  if (!generator) throw new Error(`"${kind}" cannot be made. There are: ${kinds.join(', ')}.`);
  const { files, edits, next } = generator(name);
  const taken = Object.keys(files).find((file) => existsSync(path.join(root, file)));
  if (taken) throw new Error(`${taken} exists already.`);
  const changed = Object.entries(edits).map(([file, edit]) => [
    file,
    edit(readFileSync(path.join(root, file), 'utf8')),
  ]);
  const all = [...Object.entries(files), ...changed];
  for (const [file, text] of all) write(path.join(root, file), text);
  const written = all.map(([file]) => file);
  await format(root, written);
  return { written, next };
}

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function format(root, files) {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const code = files.filter((file) => file.endsWith('.ts'));
  const result = await runCommand([process.execPath, biome, 'check', '--write', ...code], { cwd: root, capture: true });
  if (result.code !== 0) throw new Error(`Biome does not accept what was made:\n${result.output}`);
}
