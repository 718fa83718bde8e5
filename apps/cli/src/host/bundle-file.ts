import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { GodwitError } from '@godwit/domain/errors';
import { type FactBundle, parseBundle } from '@godwit/domain/facts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads and checks a bundle. Throws `input-invalid`, `bundle-malformed` or `bundle-version-unknown`. */
export const readBundle = (path: string): FactBundle => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new GodwitError({
      code: 'input-invalid',
      message: `The bundle ${path} cannot be read: ${reasonOf(error)}.`,
      remedy: 'Name a file written by `godwit collect`.',
    });
  }
  return parseBundle(text);
};

/** Writes a bundle whole or not at all; it tells much about a host, so only its owner may read it. `-` is standard output. */
export const writeBundle = (path: string, bundle: FactBundle): void => {
  const text = `${JSON.stringify(bundle)}\n`;
  if (path === '-') {
    process.stdout.write(text);
    return;
  }
  const unfinished = `${path}.${process.pid}.new`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new GodwitError({
      code: 'input-invalid',
      message: `The bundle ${path} cannot be written: ${reasonOf(error)}.`,
      remedy: 'Name a file in a directory that exists, may be written and has space.',
    });
  }
};
