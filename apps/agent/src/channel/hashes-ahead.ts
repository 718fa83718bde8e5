import { statSync } from 'node:fs';
import path from 'node:path';

interface Known {
  sha256: string;
  stamp: string;
}

/**
 * What was read back and pushed to the disk while the tree still ran, rounds of a pre-copy or files of a container, so that nothing stands still for it.
 * It counts as long as the file was not touched since.
 */
export class HashesAhead {
  readonly #known = new Map<string, Known>();
  #reading: Promise<void> = Promise.resolve();

  /** @param read pushes files to the disk and gives their hashes by name; what it throws is thrown by `settled` */
  add(dir: string, names: readonly string[], read: () => Promise<ReadonlyMap<string, string>>): void {
    const stamps = new Map(names.map((name) => [name, stampOf(path.join(dir, name))]));
    this.#reading = this.#reading.then(async () => {
      for (const [name, sha256] of await read()) this.#known.set(name, { sha256, stamp: stamps.get(name) ?? '' });
    });
    this.#reading.catch(() => undefined);
  }

  /** Resolves when all that was added is read. */
  get settled(): Promise<void> {
    return this.#reading;
  }

  /** @returns null when it must be read again */
  find(dir: string, name: string): string | null {
    const known = this.#known.get(name);
    return known && stampOf(path.join(dir, name)) === known.stamp ? known.sha256 : null;
  }
}

/** Nobody can write to a file and leave all of it as it was (the kernel sets ctime, stat(2)). */
const stampOf = (file: string): string => {
  const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
};
