import { archiveRoot, archiveSome } from './root-archive.ts';
import { compareSnapshots, type RootSnapshot, snapshotRoot } from './root-snapshot.ts';

/** Files of a container that travel with it: read while it runs, and what changed once more while it stands still. */
export class CarriedTree {
  readonly #dir: string;
  readonly #names: readonly string[];
  readonly #then: RootSnapshot;

  private constructor(dir: string, names: readonly string[], then: RootSnapshot) {
    this.#dir = dir;
    this.#names = names;
    this.#then = then;
  }

  /**
   * Writes them into an archive.
   *
   * @param names below `dir`, with all that is in them; "." for all of it
   * @throws GodwitError `disk-full` or `command-refused`
   */
  static async begin(dir: string, names: readonly string[], archive: string): Promise<CarriedTree> {
    // Before the reading: whatever is written in between counts as changed.
    const then = snapshotRoot(dir, names);
    await archiveRoot(dir, archive, names);
    return new CarriedTree(dir, names, then);
  }

  /** Writes what changed since into another archive, if anything did; for while nothing runs. @returns what is gone */
  async addChanges(archive: string): Promise<string[]> {
    const { changed, removed } = compareSnapshots(this.#then, snapshotRoot(this.#dir, this.#names));
    if (changed.length > 0) await archiveSome(this.#dir, archive, changed);
    return removed;
  }
}
