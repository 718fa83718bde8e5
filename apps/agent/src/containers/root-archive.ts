import { runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';

const deadlineMs = 8 * 60_000;
/** Owners by number, holes, extended attributes (capabilities of files among them); never another file system. */
const faithful = ['--numeric-owner', '--sparse', '--acls', '--xattrs', '--xattrs-include=*'];
/** tar(1): "some files differ", here: one was written while it was read. What changed is sent again when nothing runs. */
const changedWhileRead = 1;

const requireTar = async (purpose: string, argv: string[], input = ''): Promise<void> => {
  const { code, stderr } = await runProgram(argv, { deadlineMs, input });
  if (code === 0 || code === changedWhileRead) return;
  throw new GodwitError({
    code: /No space left on device/.test(stderr) ? 'disk-full' : 'command-refused',
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
  return requireTar('read', argv, names.map((name) => `${name}\0`).join(''));
};

/** Lays the files of an archive into a directory, in place of those that are there and of the same kind. Throws as above. */
export const unpackInto = (root: string, file: string): Promise<void> =>
  requireTar('written', [
    ...['tar', '--extract', '--same-owner', '--same-permissions'],
    ...faithful,
    ...['--file', file, '--directory', root],
  ]);
