import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundleFiles } from '../bundle-files.ts';
import { archiveShm } from './archive-shm.ts';
import { planStandIns } from './plan-stand-ins.ts';
import type { StandIn } from './stand-in.ts';

/**
 * Takes podman's part of a container along for a rehearsal, as it is while the container stands still.
 *
 * @param spec of the container in its bundle
 * @returns what belongs into the record of the bundle
 */
export const readStandIns = async (
  spec: Record<string, unknown>,
  id: string,
  imagesDir: string,
): Promise<{ spec: Record<string, unknown>; standIns: StandIn[] }> => {
  const { spec: bound, wanted } = planStandIns(spec, id);
  for (const { source } of wanted.filter(({ kind }) => kind === 'shm'))
    await archiveShm(source, path.join(imagesDir, bundleFiles.podmanShm));
  return { spec: bound, standIns: wanted.map(({ kind, source }) => (kind === 'shm' ? { kind } : readFile(source))) };
};

const readFile = (source: string): StandIn => ({
  kind: 'file',
  mode: statSync(source).mode & 0o777,
  base64: readFileSync(source, 'base64'),
});
