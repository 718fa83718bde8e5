import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import type { Questions, TreeFacts } from '@godwit/domain/facts';
import { reasonOf } from '../procfs/read-text.ts';

export type Nonce = Questions['nonces'][number];

export interface WrittenNonces {
  nonces: Nonce[];
  failures: { directory: string; reason: string }[];
}

const nonceName = /^\.godwit-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Files of a check that was killed are removed by the next check of the same directory once they are this old. */
const staleAfterMs = 60 * 60 * 1000;

const pathOf = ({ directory, file }: Nonce): string => {
  if (isAbsolute(directory) && nonceName.test(file)) return join(directory, file);
  throw new GodwitError({
    code: 'input-invalid',
    message: `${directory}/${file} is no path of a nonce file, so it is not opened.`,
    remedy: 'Collect the bundle again with this Godwit.',
  });
};

const removeStale = (directory: string, nowMs: number): void => {
  for (const file of readdirSync(directory).filter((name) => nonceName.test(name))) {
    const path = join(directory, file);
    const age = nowMs - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs);
    if (age > staleAfterMs) rmSync(path, { force: true });
  }
};

const pending = new Set<string>();

const removePending = (): void => {
  for (const path of pending) rmSync(path, { force: true });
};

/** A process that ends in any way but SIGKILL takes its nonce files along. */
const guard = (path: string): void => {
  if (pending.size === 0) process.once('exit', removePending);
  pending.add(path);
};

const writeNonce = (directory: string): Nonce => {
  const nonce: Nonce = { directory, file: `.godwit-${randomUUID()}`, nonce: randomUUID() };
  const path = pathOf(nonce);
  guard(path);
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, nonce.nonce);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return nonce;
};

/**
 * Writes one small secret file into each directory; a destination that sees it with the same content shares the storage.
 * Whoever calls this calls `removeNonces` at the end; the end of this process removes them too. A directory that cannot
 * be written is told with its reason.
 */
export const writeNonces = async (directories: readonly string[]): Promise<WrittenNonces> => {
  const written: WrittenNonces = { nonces: [], failures: [] };
  for (const directory of new Set(directories)) {
    try {
      removeStale(directory, Date.now());
      written.nonces.push(writeNonce(directory));
    } catch (error) {
      written.failures.push({ directory, reason: reasonOf(error, `A nonce file in ${directory}`) });
    }
  }
  return written;
};

/** Removes nonce files; one that is gone already is no error. */
export const removeNonces = async (nonces: readonly Nonce[]): Promise<void> => {
  for (const nonce of nonces) {
    const path = pathOf(nonce);
    rmSync(path, { force: true });
    pending.delete(path);
  }
  if (pending.size === 0) process.removeListener('exit', removePending);
};

/** Leaves nonce files in place when this process ends: another one will remove them. */
export const keepNonces = (): void => pending.clear();

/** Whether this host sees the very file. Throws what the file system says, unless it says that there is none. */
export const seesNonce = (nonce: Nonce): boolean => {
  const path = pathOf(nonce);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false;
  return readFileSync(path, 'utf8') === nonce.nonce;
};

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Directories whose storage must be proved shared: of files open for writing, of those that lost one of their names, and of locked ones. */
export const writableDirectories = (tree: Pick<TreeFacts, 'files' | 'tasks'>): string[] => {
  if (!tree.files.known) return [];
  const written = tree.files.value.filter(
    ({ openForWriting, identity, travels }) =>
      travels !== true &&
      ((openForWriting && identity.state === 'linked') || (identity.state === 'deleted' && identity.nlink > 0)),
  );
  const own = new Set(tree.files.value.flatMap(({ travels, path }) => (travels === true ? [path] : [])));
  const locked = lockedPaths(tree).filter((path) => !own.has(path));
  return [...new Set([...written.map((file) => file.path), ...locked].map(directoryOf))];
};

/** A lock on shared storage is kept by the source until the commit, so that it must be known whether it lies on such. */
const lockedPaths = ({ tasks }: Pick<TreeFacts, 'tasks'>): string[] =>
  tasks.flatMap(({ fds }) =>
    fds.known
      ? fds.value.flatMap(({ locks, identity }) =>
          locks.length > 0 && identity?.state === 'linked' ? [identity.path] : [],
        )
      : [],
  );
