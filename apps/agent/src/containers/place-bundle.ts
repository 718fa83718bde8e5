import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { broken } from '../channel/secure-channel.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { Made } from '../hold/journal-records.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { type BundleRecord, bundleFiles, bundleRecordSchema } from './bundle-files.ts';
import type { MovableRuntime, NamedContainer } from './container-target.ts';
import { rootInBundle } from './move-spec.ts';
import { placeInPodman } from './podman/place-in-podman.ts';
import { placeStandIns } from './podman/place-stand-ins.ts';
import { unpackInto } from './root-archive.ts';

/** Where the bundles of containers lie that came to this host: in the agent's own state directory, one for each run. */
export const placedBundles = ({ dir }: Pick<RunPaths, 'dir'>): string => path.resolve(dir, '../../containers');

export interface PlacedContainer {
  runtime: MovableRuntime;
  id: string;
  /** Of runc the directory of config.json, of podman the archive it restores. */
  bundle: string;
}

/** How far it is already, and what ends the work on it. */
export interface PlaceOptions {
  /** What came ahead lies there. */
  isLaid?: boolean;
  stop?: AbortSignal;
}

/** Makes what a runtime needs to restore a container out of what travelled among its images. Throws as `placeBundle`. */
export const placeContainer = (
  context: HoldContext,
  imagesDir: string,
  named: NamedContainer,
  options: PlaceOptions = {},
): Promise<PlacedContainer> =>
  (named.runtime === 'podman' ? placeInPodman : placeForRunc)(context, imagesDir, named, options);

const placeForRunc = (
  context: HoldContext,
  imagesDir: string,
  named: NamedContainer,
  options: PlaceOptions,
): Promise<PlacedContainer> =>
  placeBundle(context, imagesDir, named, {
    journaled: ({ runtime, id }, bundle) => [{ type: 'container', runtime, id, bundle }],
    adapt: (spec) => spec,
    ...options,
  });

/** Where the bundle of a run lies. */
export const bundleOf = (paths: Pick<RunPaths, 'dir' | 'runId'>): string =>
  path.join(placedBundles(paths), paths.runId);

interface Placing extends PlaceOptions {
  /** What the runtime will make of the bundle on this host. */
  journaled: (record: BundleRecord, bundle: string) => Made[];
  adapt: (spec: BundleRecord['spec']) => BundleRecord['spec'];
}

/**
 * Lays out what came of a container ahead of its freeze: the root, and what lies beside it. Written into the journal before; a bundle of an
 * earlier try of the same run is made anew.
 */
export const layOutBundle = async (
  { paths, journal }: HoldContext,
  imagesDir: string,
  stop?: AbortSignal,
): Promise<void> => {
  const bundle = bundleOf(paths);
  const root = path.join(bundle, rootInBundle);
  const [ahead, beside] = [bundleFiles.ahead, bundleFiles.besideAhead].map((name) => path.join(imagesDir, name));
  journal.making({ type: 'bundle', dir: bundle });
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(root, { recursive: true, mode: 0o755 });
  await unpackInto(root, ahead ?? '', stop);
  if (beside && existsSync(beside)) await unpackInto(bundle, beside, stop);
};

/**
 * Makes the bundle of a container out of what travelled among its images. Throws `channel-broken` for files that are not of the container
 * that was named.
 */
export const placeBundle = async (
  context: HoldContext,
  imagesDir: string,
  named: NamedContainer,
  { journaled, adapt, isLaid = false, stop }: Placing,
): Promise<PlacedContainer> => {
  const record = readRecord(imagesDir, named);
  const bundle = bundleOf(context.paths);
  const spec = adapt(record.spec);
  context.journal.making(...journaled(record, bundle));
  if (!isLaid) await layOutBundle(context, imagesDir, stop);
  await bringUpToDate(bundle, imagesDir, record, stop);
  await placeStandIns(bundle, imagesDir, record.standIns ?? []);
  writeFileSync(path.join(bundle, 'config.json'), JSON.stringify(spec, null, 2), { mode: 0o600 });
  return { runtime: record.runtime, id: record.id, bundle };
};

const bringUpToDate = async (
  bundle: string,
  imagesDir: string,
  { removed, besideRemoved = [] }: BundleRecord,
  stop?: AbortSignal,
): Promise<void> => {
  const trees = [
    { dir: path.join(bundle, rootInBundle), changes: bundleFiles.changes, removed },
    { dir: bundle, changes: bundleFiles.besideChanges, removed: besideRemoved },
  ];
  for (const tree of trees) {
    for (const name of tree.removed) removeBelow(tree.dir, name);
    const changes = path.join(imagesDir, tree.changes);
    if (existsSync(changes)) await unpackInto(tree.dir, changes, stop);
  }
};

const removeBelow = (dir: string, name: string): void => {
  const file = path.join(dir, name);
  if (file.startsWith(`${dir}/`)) rmSync(file, { recursive: true, force: true });
};

const readRecord = (imagesDir: string, { runtime, id }: NamedContainer): BundleRecord => {
  const parsed = bundleRecordSchema.safeParse(
    JSON.parse(readFileSync(path.join(imagesDir, bundleFiles.record), 'utf8')),
  );
  if (!parsed.success) throw broken('The source sent no container this agent understands.');
  if (parsed.data.runtime === runtime && parsed.data.id === id) return parsed.data;
  throw broken(`The source sent the container ${parsed.data.id}, and ${id} was expected.`);
};
