import { runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';

/** A write that was cut short says so in other words (GNU tar 1.34). */
const fullDisk = /No space left on device|Wrote only \d+ of \d+ bytes/;
const deadlineMs = 8 * 60_000;
/** Owners by number, holes, extended attributes (capabilities of files among them); never another file system. */
const faithful = ['--numeric-owner', '--sparse', '--acls', '--xattrs', '--xattrs-include=*'];
/** tar(1): "some files differ", here: one was written while it was read. What changed is sent again when nothing runs. */
const changedWhileRead = 1;

/** It must not go on writing when whoever would clean up after it is dead (setpriv(1), PR_SET_PDEATHSIG of prctl(2)). */
export const diesWithUs = ['setpriv', '--pdeathsig', 'KILL', '--'];

interface TarOptions {
  input?: string;
  stop?: AbortSignal | undefined;
}

const requireTar = async (purpose: string, argv: string[], options: TarOptions = {}): Promise<void> => {
  const { code, stderr } = await runProgram([...diesWithUs, ...argv], { deadlineMs, ...options });
  if (code === 0 || code === changedWhileRead) return;
  throw new GodwitError({
    code: fullDisk.test(stderr) ? 'disk-full' : 'command-refused',
    message: `The files of the container could not be ${purpose}: ${stderr.trim().slice(-500) || 'tar did not end in time'}.`,
    remedy: 'Look whether the disk is full and whether tar of GNU is installed on both hosts, then start again.',
  });
};

/** Writes a directory, or what is named of it, into an archive, with all that is in it. Throws `disk-full` or `command-refused`. */
export const archiveRoot = (root: string, file: string, names: readonly string[] = ['.']): Promise<void> =>
  requireTar('read', [
    ...['tar', '--create', ...faithful, '--one-file-system', '--file', file],
    ...['--directory', root, '--', ...names],
  ]);

/** Writes the named files alone, directories without what is in them. Throws as above. */
export const archiveSome = (root: string, file: string, names: readonly string[]): Promise<void> => {
  const list = ['--no-recursion', '--null', '--verbatim-files-from', '--files-from', '-'];
  const argv = ['tar', '--create', ...faithful, '--file', file, '--directory', root, ...list];
  return requireTar('read', argv, { input: names.map((name) => `${name}\0`).join('') });
};

/** Lays the files of an archive into a directory, in place of those that are there and of the same kind. Throws as above. */
export const unpackInto = (root: string, file: string, stop?: AbortSignal): Promise<void> => {
  const extract = ['tar', '--extract', '--same-owner', '--same-permissions', ...faithful];
  return requireTar('written', [...extract, '--file', file, '--directory', root], { stop });
};
