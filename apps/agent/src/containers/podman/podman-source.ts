import { copyFileSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findRuntime, runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import type { HashedFile } from '../../channel/messages.ts';
import type { HoldContext } from '../../hold/hold-context.ts';
import { bundleFiles } from '../bundle-files.ts';
import { type ContainerRecord, type NamedContainer, requireContainer } from '../container-target.ts';
import { archiveSome } from '../root-archive.ts';
import { compareSnapshots, type RootSnapshot, snapshotRoot } from '../root-snapshot.ts';
import { archiveShm } from './archive-shm.ts';
import type { PodmanRecord } from './podman-record.ts';

const imageDeadlineMs = 8 * 60_000;
const diffSchema = z.object({
  changed: z.array(z.string()).nullish(),
  added: z.array(z.string()).nullish(),
  deleted: z.array(z.string()).nullish(),
});
type Diff = z.infer<typeof diffSchema>;

const podman = async (...argv: string[]): Promise<string> => {
  const { code, stdout, stderr } = await runProgram([findRuntime('podman'), ...argv], { deadlineMs: imageDeadlineMs });
  if (code === 0) return stdout;
  throw new GodwitError({
    code: /no space left/i.test(stderr) ? 'disk-full' : 'command-refused',
    message: `podman ${argv[0]} ended with ${code ?? 'no exit code'}: ${stderr.trim().slice(-500)}`,
    remedy: 'Look at the container with podman on this host, then start again.',
  });
};

/** podman writes images and log into its own folder of the container: links lead them to the run's. */
const leadHere = ({ bundle }: ContainerRecord, { journal, paths: { images, work } }: HoldContext): void => {
  journal.making({ type: 'bundle', dir: path.join(bundle, 'checkpoint') });
  for (const name of ['checkpoint', 'dump.log', 'stats-dump', 'config.dump', 'spec.dump'])
    rmSync(path.join(bundle, name), { recursive: true, force: true });
  symlinkSync(images, path.join(bundle, 'checkpoint'));
  for (const name of ['dump.log', 'stats-dump']) {
    rmSync(path.join(work, name), { force: true });
    symlinkSync(path.join(bundle, name), path.join(work, name));
  }
};

/**
 * The image a container was made from, whose name must still be its own: a restore looks for it by that. Changes nothing.
 *
 * @throws GodwitError `command-refused` when the name belongs to another image by now
 */
export const requireImageName = async (id: string): Promise<{ imageId: string; imageName: string }> => {
  const seen = await podman('container', 'inspect', '--format', '{{.Image}} {{.ImageName}}', id);
  const [imageId = '', imageName = ''] = seen.trim().split(' ');
  const named = await podman('image', 'inspect', '--format', '{{.Id}}', imageName);
  if (named.trim() !== imageId) throw renamed(imageName);
  return { imageId, imageName };
};

/** Writes the image into an archive, with its name. @returns its id */
const saveImage = async (id: string, file: string): Promise<string> => {
  const { imageId, imageName } = await requireImageName(id);
  await podman('save', '--format', 'docker-archive', '--output', file, imageName);
  return imageId;
};

const renamed = (imageName: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The image ${imageName} was made anew since the container was started, so podman would restore it over another image.`,
    remedy: 'Give the image of the container its name back (podman tag), then start again.',
  });

/** A container of podman on its way: its image while it runs, its changed layer while it stands still. */
export class PodmanSource {
  readonly record: ContainerRecord;
  readonly imageId: string;
  hashedAhead: readonly HashedFile[] = [];
  readonly #imagesDir: string;
  readonly #diff: Diff;
  readonly #then: RootSnapshot;

  private constructor(
    record: ContainerRecord,
    imagesDir: string,
    seen: { imageId: string; diff: Diff; then: RootSnapshot },
  ) {
    this.record = record;
    this.#imagesDir = imagesDir;
    this.imageId = seen.imageId;
    this.#diff = seen.diff;
    this.#then = seen.then;
  }

  static async begin(context: HoldContext, named: NamedContainer, pid: number): Promise<PodmanSource> {
    const { paths, journal } = context;
    const record = requireContainer(named, pid);
    journal.append({ kind: 'facts', facts: { container: record } });
    const imageId = await saveImage(record.id, path.join(paths.images, bundleFiles.ahead));
    const then = snapshotRoot(record.rootfs);
    const diff = diffSchema.parse(JSON.parse(await podman('diff', '--format', 'json', record.id)));
    leadHere(record, context);
    return new PodmanSource(record, paths.images, { imageId, diff, then });
  }

  /** Everything that differs from the image: what podman saw before, and what changed since. */
  async addChanges(): Promise<void> {
    const { rootfs, bundle, id } = this.record;
    const at = (name: string) => path.join(this.#imagesDir, name);
    const now = snapshotRoot(rootfs);
    const since = compareSnapshots(this.#then, now);
    const before = [...(this.#diff.changed ?? []), ...(this.#diff.added ?? [])].map((name) => name.replace(/^\//, ''));
    const changed = [...new Set([...before, ...since.changed])].filter((name) => now.has(name));
    if (changed.length > 0) await archiveSome(rootfs, at(bundleFiles.changes), changed);
    const gone = [...(this.#diff.deleted ?? []).map((name) => name.replace(/^\//, '')), ...since.removed];
    const removed = [...new Set(gone)].filter((name) => !now.has(name));
    const record: PodmanRecord = { format: 'godwit-podman', version: 1, id, imageId: this.imageId, removed };
    writeFileSync(at(bundleFiles.record), JSON.stringify(record), { mode: 0o600 });
    await archiveShm(path.join(bundle, 'shm'), at(bundleFiles.podmanShm));
    for (const [name, target] of [
      ['config.dump', bundleFiles.podmanConfig],
      ['spec.dump', bundleFiles.podmanSpec],
    ] as const) {
      if (existsSync(path.join(bundle, name))) copyFileSync(path.join(bundle, name), at(target));
    }
  }
}
