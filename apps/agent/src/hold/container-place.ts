import { HashesAhead } from '../channel/hashes-ahead.ts';
import { listImages } from '../channel/round-names.ts';
import { readAndSync } from '../channel/verify-images.ts';
import type { NamedContainer } from '../containers/container-target.ts';
import { layOutBundle, type PlacedContainer, placeContainer } from '../containers/place-bundle.ts';
import { layOutForPodman } from '../containers/podman/place-in-podman.ts';
import { placeRehearsed } from '../rehearsal/build-in-scene.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { refused } from './refused.ts';

/** null for a tree that is no container. */
export const createContainerPlace = (
  context: HoldContext,
  { container, rehearsal }: HoldCommands['prepare-destination']['request'],
): ContainerPlace | null =>
  container === undefined ? null : new ContainerPlace(context, container, rehearsal !== undefined);

/** What a copy's container is made of, on the destination: most of it is laid out while the container still runs on the source. */
export class ContainerPlace {
  readonly #context: HoldContext;
  readonly #named: NamedContainer;
  readonly #isRehearsed: boolean;
  readonly #stop = new AbortController();
  #working: Promise<unknown> = Promise.resolve();
  #isLaid = false;
  /** What came ahead is pushed to the disk and read back while nothing stands still. */
  readonly hashes = new HashesAhead();

  constructor(context: HoldContext, named: NamedContainer, isRehearsed: boolean) {
    this.#context = context;
    this.#named = named;
    this.#isRehearsed = isRehearsed;
  }

  /**
   * Lays out what came ahead.
   *
   * @param imageId of podman
   */
  readonly layOut = (imageId: string | undefined): Promise<void> => this.#work(() => this.#layOut(imageId));

  /** Makes it complete, from the start again at every further try: the copy may have written to it. */
  place(): Promise<PlacedContainer> {
    const options = { isLaid: this.#isLaid, stop: this.#stop.signal };
    this.#isLaid = false;
    const make = this.#isRehearsed ? placeRehearsed : placeContainer;
    return this.#work(() => make(this.#context, this.#context.paths.images, this.#named, options));
  }

  /** Resolves when nothing is written any more: only then may be undone what was made. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working.catch(() => undefined);
  }

  async #layOut(imageId: string | undefined): Promise<void> {
    const { images } = this.#context.paths;
    const { signal } = this.#stop;
    const names = listImages(images);
    this.hashes.add(images, names, () => readAndSync(images, names));
    if (this.#named.runtime !== 'podman' || this.#isRehearsed) await layOutBundle(this.#context, images, signal);
    else if (imageId === undefined) throw refused('The source named no image of the container.');
    else await layOutForPodman(this.#context, images, { id: this.#named.id, imageId }, signal);
    await this.hashes.settled;
    this.#isLaid = true;
  }

  #work<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    this.#working = working;
    return working;
  }
}
