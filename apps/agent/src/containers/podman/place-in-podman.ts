import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { findRuntime, runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { broken } from '../../channel/secure-channel.ts';
import type { HoldContext } from '../../hold/hold-context.ts';
import { bundleFiles, isBundleFile } from '../bundle-files.ts';
import type { NamedContainer } from '../container-target.ts';
import type { PlacedContainer, PlaceOptions } from '../place-bundle.ts';
import { archiveRoot, diesWithUs } from '../root-archive.ts';
import { type PodmanRecord, podmanRecordSchema } from './podman-record.ts';

const deadlineMs = 8 * 60_000;

/**
 * Lays the image of a container into podman's storage, unless it is there, and leads podman's log of the restore to the run's. Throws
 * `command-refused`. Loading takes as long as the image is large, and the image stays: it is podman's then.
 */
export const layOutForPodman = async (
  { paths }: HoldContext,
  imagesDir: string,
  { id, imageId }: Pick<PodmanRecord, 'id' | 'imageId'>,
  stop?: AbortSignal,
): Promise<void> => {
  await Promise.all([
    requireImage(imageId, path.join(imagesDir, bundleFiles.ahead), stop),
    leadLogHere(paths.work, id),
  ]);
};

/** Makes the archive that `podman container restore --import` takes (podman 4.3, pkg/checkpoint). Throws `channel-broken` or `command-refused`. */
export const placeInPodman = async (
  context: HoldContext,
  imagesDir: string,
  named: NamedContainer,
  { isLaid = false, stop }: PlaceOptions = {},
): Promise<PlacedContainer> => {
  const { paths, journal } = context;
  const record = readRecord(imagesDir, named);
  const folder = path.join(paths.dir, 'podman');
  const archive = path.join(paths.dir, 'podman.tar');
  journal.making(
    { type: 'bundle', dir: archive },
    { type: 'container', runtime: 'podman', id: record.id, bundle: archive },
  );
  // podman takes its time to start, and the container may stand still: asked while the archive is made.
  const settled = await Promise.allSettled([
    isLaid ? null : layOutForPodman(context, imagesDir, record, stop),
    makeArchive(archive, folder, imagesDir, record),
  ]);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return { runtime: 'podman', id: record.id, bundle: archive };
};

/** Names under which podman looks for what travelled under ours. */
const inArchive = [
  [bundleFiles.changes, 'rootfs-diff.tar'],
  [bundleFiles.podmanShm, 'devshm-checkpoint.tar'],
] as const;

const makeArchive = async (
  archive: string,
  folder: string,
  imagesDir: string,
  { removed }: PodmanRecord,
): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'checkpoint'), { recursive: true, mode: 0o700 });
  for (const name of readdirSync(imagesDir).filter((one) => !isBundleFile(one)))
    linkSync(path.join(imagesDir, name), path.join(folder, 'checkpoint', name));
  copyFileSync(path.join(imagesDir, bundleFiles.podmanConfig), path.join(folder, 'config.dump'));
  copyFileSync(path.join(imagesDir, bundleFiles.podmanSpec), path.join(folder, 'spec.dump'));
  for (const [ours, podmans] of inArchive) {
    const file = path.join(imagesDir, ours);
    if (existsSync(file)) copyFileSync(file, path.join(folder, podmans));
  }
  writeFileSync(path.join(folder, 'deleted.files'), JSON.stringify(removed));
  writeFileSync(path.join(folder, 'network.status'), 'null');
  await archiveRoot(folder, archive);
  rmSync(folder, { recursive: true, force: true });
};

/** podman lets CRIU write its log into its own folder of the container, which does not exist yet. */
const leadLogHere = async (work: string, id: string): Promise<void> => {
  const format = '{{.Store.GraphRoot}}/{{.Store.GraphDriverName}}-containers';
  const { stdout } = await runProgram([findRuntime('podman'), 'info', '--format', format]);
  const log = path.join(work, 'restore.log');
  rmSync(log, { force: true });
  symlinkSync(path.join(stdout.trim(), id, 'userdata', 'restore.log'), log);
};

const requireImage = async (imageId: string, file: string, stop?: AbortSignal): Promise<void> => {
  const podman = findRuntime('podman');
  if ((await runProgram([podman, 'image', 'exists', imageId])).code === 0) return;
  const load = [...diesWithUs, podman, 'load', '--input', file];
  const { code, stderr } = await runProgram(load, { deadlineMs, stop });
  if (code === 0) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `podman could not take the image of the container: ${stderr.trim().slice(-500)}`,
    remedy: 'Load the image with podman on the destination by hand, then start the run again.',
  });
};

const readRecord = (imagesDir: string, { id }: NamedContainer): PodmanRecord => {
  const text = readFileSync(path.join(imagesDir, bundleFiles.record), 'utf8');
  const parsed = podmanRecordSchema.safeParse(JSON.parse(text));
  if (parsed.success && parsed.data.id === id) return parsed.data;
  throw broken(`The source sent no container ${id} of podman that this agent understands.`);
};
