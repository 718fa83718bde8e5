import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCgroupPath } from '@godwit/criu-driver';
import { readContainerState } from '@godwit/host-facts';
import type { HashedFile } from '../channel/messages.ts';
import { hashImages } from '../channel/verify-images.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { SourceLink } from '../hold/source-link.ts';
import { listBeside, readSpec } from './beside-root.ts';
import { type BundleRecord, bundleFiles } from './bundle-files.ts';
import { CarriedTree } from './carried-tree.ts';
import { type ContainerRecord, type NamedContainer, requireContainer } from './container-target.ts';
import { moveSpec } from './move-spec.ts';
import { planStandIns } from './podman/plan-stand-ins.ts';
import { PodmanSource, requireImageName } from './podman/podman-source.ts';
import { readStandIns } from './podman/read-stand-ins.ts';

/** What a run does about a container before CRIU is started, and while nothing of it runs. */
export interface ContainerDump {
  readonly record: ContainerRecord;
  /** Of podman: what its image is called by its content. */
  readonly imageId?: string;
  /** What was sent ahead, hashed while the container ran. */
  hashedAhead?: readonly HashedFile[];
  /** Adds what changed since it was begun; for while nothing of the container runs. */
  addChanges: () => Promise<void>;
}

/** Finds a container and writes what it is made of among the images, as `ahead`; it runs on. Throws `disk-full` and others. */
export const beginContainer = (context: HoldContext, named: NamedContainer, pid: number): Promise<ContainerDump> =>
  named.runtime === 'podman' ? PodmanSource.begin(context, named, pid) : ContainerSource.begin(context, named, pid);

/** What of a container runc does not have in its bundle, as the one who made the container sees it. */
type Complete = (
  spec: Record<string, unknown>,
  id: string,
  imagesDir: string,
) => Promise<Pick<BundleRecord, 'spec' | 'standIns'>>;

/**
 * As above, for a rehearsal. One of podman is dumped below podman, as the container of runc that it is, so that podman has no part in it.
 */
const beginRehearsed = async (context: HoldContext, named: NamedContainer, pid: number): Promise<ContainerDump> => {
  const isPodman = named.runtime === 'podman';
  if (isPodman) await requireImageName(named.id);
  const below = { runtime: 'runc', id: named.id } as const;
  const source = await ContainerSource.begin(context, isPodman ? below : named, pid, isPodman ? readStandIns : null);
  // What cannot stand in is to be refused before anything stands still.
  if (isPodman) planStandIns(readSpec(source.record.bundle), named.id);
  noteMarker(context, named.id);
  return source;
};

/** runc 1.1 leaves an empty file beside its state when it has dumped a container, also one that runs on. */
const noteMarker = ({ journal }: HoldContext, id: string): void => {
  const found = readContainerState('runc', id);
  const marker = found && path.join(found.stateRoot, id, 'checkpoint');
  if (marker && !existsSync(marker)) journal.making({ type: 'bundle', dir: marker });
};

/** A container of runc on its way into images: its root, and what it binds out of its bundle besides that. */
class ContainerSource implements ContainerDump {
  readonly record: ContainerRecord;
  hashedAhead: readonly HashedFile[] = [];
  readonly #imagesDir: string;
  readonly #complete: Complete;
  readonly #root: CarriedTree;
  readonly #beside: CarriedTree | null;

  private constructor(record: ContainerRecord, trees: CarriedTrees, imagesDir: string, complete: Complete) {
    this.record = record;
    this.#root = trees.root;
    this.#beside = trees.beside;
    this.#imagesDir = imagesDir;
    this.#complete = complete;
  }

  static async begin(
    { paths, journal }: HoldContext,
    named: NamedContainer,
    pid: number,
    complete: Complete | null = null,
  ): Promise<ContainerSource> {
    const record = requireContainer(named, pid);
    journal.append({ kind: 'facts', facts: { container: record } });
    // Whoever completes it says himself what lies beside the root.
    const names = complete ? [] : listBeside(record);
    const trees = await beginTrees(record, names, paths.images);
    return new ContainerSource(record, trees, paths.images, complete ?? (async (spec) => ({ spec })));
  }

  async addChanges(): Promise<void> {
    const { rootfs, bundle, pid, id } = this.record;
    const at = (name: string) => path.join(this.#imagesDir, name);
    const removed = await this.#root.addChanges(at(bundleFiles.changes));
    const besideRemoved = await this.#beside?.addChanges(at(bundleFiles.besideChanges));
    const cgroup = readCgroupPath(pid, '');
    const own = await this.#complete(readSpec(bundle), id, this.#imagesDir);
    const spec = moveSpec(own.spec, { bundle, rootfs, cgroup: cgroup === '/' ? null : cgroup });
    const gone = { removed, ...(besideRemoved && { besideRemoved }) };
    const record: BundleRecord = { format: 'godwit-container', version: 1, runtime: 'runc', id, ...own, spec, ...gone };
    writeFileSync(at(bundleFiles.record), JSON.stringify(record), { mode: 0o600 });
  }
}

interface CarriedTrees {
  root: CarriedTree;
  /** null: there is nothing. */
  beside: CarriedTree | null;
}

const beginTrees = async (
  { rootfs, bundle }: ContainerRecord,
  beside: readonly string[],
  imagesDir: string,
): Promise<CarriedTrees> => ({
  root: await CarriedTree.begin(rootfs, ['.'], path.join(imagesDir, bundleFiles.ahead)),
  beside:
    beside.length === 0 ? null : await CarriedTree.begin(bundle, beside, path.join(imagesDir, bundleFiles.besideAhead)),
});

/**
 * Sends what a container is made of before anything stands still, and waits until the destination has laid it out.
 *
 * @returns null for a tree that is no container
 */
export const sendContainerAhead = async (
  context: HoldContext,
  { container, pid, rehearsal }: { container?: NamedContainer | undefined; pid: number; rehearsal?: true },
  link: Pick<SourceLink, 'sender' | 'tellAhead'>,
): Promise<ContainerDump | null> => {
  if (container === undefined) return null;
  const source = await (rehearsal ? beginRehearsed : beginContainer)(context, container, pid);
  const at = (name: string) => path.join(context.paths.images, name);
  const names = [bundleFiles.ahead, bundleFiles.besideAhead].filter((name) => existsSync(at(name)));
  for (const name of names) await link.sender.sendAhead(name);
  const files = names.map((name) => ({ name, length: statSync(at(name)).size }));
  const told = link.tellAhead({ files, ...(source.imageId !== undefined && { imageId: source.imageId }) });
  [source.hashedAhead] = await Promise.all([hashImages(context.paths.images, files), told]);
  return source;
};
