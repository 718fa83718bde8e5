import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCgroupPath } from '@godwit/criu-driver';
import { z } from 'zod';
import type { ImageSender } from '../channel/image-sender.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { type BundleRecord, bundleFiles } from './bundle-files.ts';
import { type ContainerRecord, type NamedContainer, requireContainer } from './container-target.ts';
import { moveSpec } from './move-spec.ts';
import { PodmanSource } from './podman/podman-source.ts';
import { archiveRoot, archiveSome } from './root-archive.ts';
import { compareSnapshots, type RootSnapshot, snapshotRoot } from './root-snapshot.ts';

/** What a run does about a container before CRIU is started, and while nothing of it runs. */
export interface ContainerDump {
  readonly record: ContainerRecord;
  /** Adds what changed since it was begun; for while nothing of the container runs. */
  addChanges: () => Promise<void>;
}

/** Finds a container and writes what it is made of among the images, as `ahead`; it runs on. Throws `disk-full` and others. */
export const beginContainer = (context: HoldContext, named: NamedContainer, pid: number): Promise<ContainerDump> =>
  (named.runtime === 'podman' ? PodmanSource : ContainerSource).begin(context, named, pid);

/** A container of runc on its way into images: its root is read while it runs, and what changed once more while it stands still. */
class ContainerSource implements ContainerDump {
  readonly record: ContainerRecord;
  readonly #imagesDir: string;
  readonly #then: RootSnapshot;

  private constructor(record: ContainerRecord, imagesDir: string, then: RootSnapshot) {
    this.record = record;
    this.#imagesDir = imagesDir;
    this.#then = then;
  }

  static async begin({ paths, journal }: HoldContext, named: NamedContainer, pid: number): Promise<ContainerSource> {
    const record = requireContainer(named, pid);
    journal.append({ kind: 'facts', facts: { container: record } });
    // Before the reading: whatever is written in between counts as changed.
    const then = snapshotRoot(record.rootfs);
    await archiveRoot(record.rootfs, path.join(paths.images, bundleFiles.ahead));
    return new ContainerSource(record, paths.images, then);
  }

  async addChanges(): Promise<void> {
    const { rootfs, bundle, pid, id } = this.record;
    const { changed, removed } = compareSnapshots(this.#then, snapshotRoot(rootfs));
    const at = (name: string) => path.join(this.#imagesDir, name);
    if (changed.length > 0) await archiveSome(rootfs, at(bundleFiles.changes), changed);
    const cgroup = readCgroupPath(pid, '');
    const spec = moveSpec(readSpec(bundle), { bundle, cgroup: cgroup === '/' ? null : cgroup });
    const record: BundleRecord = { format: 'godwit-container', version: 1, runtime: 'runc', id, spec, removed };
    writeFileSync(at(bundleFiles.record), JSON.stringify(record), { mode: 0o600 });
  }
}

const readSpec = (bundle: string): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path.join(bundle, 'config.json'), 'utf8')));

/**
 * Sends the root of a container before anything stands still.
 *
 * @returns null for a tree that is no container
 */
export const sendContainerAhead = async (
  context: HoldContext,
  { container, pid }: { container?: NamedContainer | undefined; pid: number },
  sender: ImageSender,
): Promise<ContainerDump | null> => {
  if (container === undefined) return null;
  const source = await beginContainer(context, container, pid);
  await sender.sendAhead(bundleFiles.ahead);
  return source;
};
