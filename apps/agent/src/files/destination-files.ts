import type { CarriedFiles } from '@godwit/agent-protocol';
import type { HoldContext } from '../hold/hold-context.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import { FileReceiver } from './file-receiver.ts';
import { areaDirectory, closeArea, openArea, placeFor, requirePlaces, type StagingArea } from './staging-area.ts';

/** Who tells the source how it went. */
interface Teller {
  tellTaken: (frozen: boolean) => void;
  fail: (error: unknown) => void;
}

/** The files that come along with a run, on the destination. */
export class DestinationFiles {
  readonly #context: HoldContext;
  #areas: StagingArea[] = [];
  #receiver: FileReceiver | null = null;

  constructor(context: HoldContext) {
    this.#context = context;
  }

  /**
   * Makes the areas in which the files are built, after a look whether they may come and fit. Each is in the journal before.
   *
   * @throws GodwitError `command-refused`, `files-differ` or `disk-full`, before anything was made
   */
  prepare(files: CarriedFiles | undefined): void {
    const { journal, paths } = this.#context;
    const roots = files?.staged ?? [];
    requirePlaces(roots, readPolicy(policyFile).policy);
    const dirs = roots.map(({ path }, number) => areaDirectory(placeFor(path).above, paths.runId, number));
    journal.making(...dirs.map((dir) => ({ type: 'staged' as const, dir })));
    this.#areas = roots.map((root, number) => openArea(paths.runId, number, root));
  }

  /** What takes the files that arrive; null when none are to. */
  receive(teller: () => Teller): FileReceiver | null {
    if (this.#areas.length === 0) return null;
    this.#receiver = new FileReceiver(this.#areas, this.#context.journal, {
      taken: (frozen) => teller().tellTaken(frozen),
      failed: (error) => teller().fail(error),
    });
    return this.#receiver;
  }

  /** Resolves when nothing is written any more: only then may be undone what was made. */
  async stop(): Promise<void> {
    await this.#receiver?.stop();
    for (const area of this.#areas.splice(0)) closeArea(area);
  }
}
