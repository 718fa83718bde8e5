import { createInterface } from 'node:readline/promises';
import { installSystemPackages, listMissingPackages } from '../test/system-packages.mjs';
import { inRepository } from '../workspace/root.mjs';

/** Says which system packages the lab misses; at a terminal it offers to install them, and never does so unasked. */
export async function offerSystemPackages(note) {
  const lists = [inRepository('tools/lab/system-packages.json')];
  const missing = listMissingPackages(lists);
  if (missing.length === 0) return;
  note(`The lab misses system packages: apt-get install ${missing.join(' ')}`);
  if (process.stdin.isTTY && (await isWanted())) await installSystemPackages(note, lists);
}

async function isWanted() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Install them now? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}
