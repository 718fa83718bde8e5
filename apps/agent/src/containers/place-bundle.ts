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

/** Makes what a runtime needs to restore a container out of what travelled among its images. Throws as `placeBundle`. */
export const placeContainer = (
  context: HoldContext,
  imagesDir: string,
  named: NamedContainer,
): Promise<PlacedContainer> => (named.runtime === 'podman' ? placeInPodman : placeForRunc)(context, imagesDir, named);

const placeForRunc = (context: HoldContext, imagesDir: string, named: NamedContainer): Promise<PlacedContainer> =>
  placeBundle(context, imagesDir, named, {
    journaled: ({ runtime, id }, bundle) => [{ type: 'container', runtime, id, bundle }],
    adapt: (spec) => spec,
  });

/** Where the bundle of a run lies. */
export const bundleOf = (paths: Pick<RunPaths, 'dir' | 'runId'>): string =>
  path.join(placedBundles(paths), paths.runId);

interface Placing {
  /** What the runtime will make of the bundle on this host. */
  journaled: (record: BundleRecord, bundle: string) => Made[];
  adapt: (spec: BundleRecord['spec']) => BundleRecord['spec'];
}

/**
 * Makes the bundle of a container out of what travelled among its images. Written into the journal before; a bundle of an
 * earlier try of the same run is made anew. Throws `channel-broken` for files that are not of the container that was named.
 */
export const placeBundle = async (
  { paths, journal }: HoldContext,
  imagesDir: string,
  named: NamedContainer,
  { journaled, adapt }: Placing,
): Promise<PlacedContainer> => {
  const record = readRecord(imagesDir, named);
  const bundle = bundleOf(paths);
  const spec = adapt(record.spec);
  journal.making({ type: 'bundle', dir: bundle }, ...journaled(record, bundle));
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(path.join(bundle, rootInBundle), { recursive: true, mode: 0o755 });
  await unpackAll(bundle, imagesDir, record);
  await placeStandIns(bundle, imagesDir, record.standIns ?? []);
  writeFileSync(path.join(bundle, 'config.json'), JSON.stringify(spec, null, 2), { mode: 0o600 });
  return { runtime: record.runtime, id: record.id, bundle };
};

interface Unpacking {
  ahead: string;
  changes: string;
  removed: readonly string[];
}

/** What was read ahead, without what was removed since, and with what changed. */
const unpack = async (dir: string, imagesDir: string, { ahead, changes, removed }: Unpacking): Promise<void> => {
  await unpackInto(dir, path.join(imagesDir, ahead));
  for (const name of removed) {
    const file = path.join(dir, name);
    if (file.startsWith(`${dir}/`)) rmSync(file, { recursive: true, force: true });
  }
  const changed = path.join(imagesDir, changes);
  if (existsSync(changed)) await unpackInto(dir, changed);
};

const unpackAll = async (bundle: string, imagesDir: string, record: BundleRecord): Promise<void> => {
  const { ahead, changes, besideAhead, besideChanges } = bundleFiles;
  const { removed, besideRemoved } = record;
  await unpack(path.join(bundle, rootInBundle), imagesDir, { ahead, changes, removed });
  if (besideRemoved)
    await unpack(bundle, imagesDir, { ahead: besideAhead, changes: besideChanges, removed: besideRemoved });
};

const readRecord = (imagesDir: string, { runtime, id }: NamedContainer): BundleRecord => {
  const parsed = bundleRecordSchema.safeParse(
    JSON.parse(readFileSync(path.join(imagesDir, bundleFiles.record), 'utf8')),
  );
  if (!parsed.success) throw broken('The source sent no container this agent understands.');
  if (parsed.data.runtime === runtime && parsed.data.id === id) return parsed.data;
  throw broken(`The source sent the container ${parsed.data.id}, and ${id} was expected.`);
};
