import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleFiles } from '../bundle-files.ts';
import { unpackInto } from '../root-archive.ts';
import { type StandIn, standInAt } from './stand-in.ts';

/** Lays into a bundle what stands for the files of podman. */
export const placeStandIns = async (bundle: string, imagesDir: string, standIns: readonly StandIn[]): Promise<void> => {
  for (const [index, standIn] of standIns.entries()) {
    const at = path.join(bundle, standInAt(index));
    mkdirSync(path.dirname(at), { recursive: true });
    if (standIn.kind === 'shm') await placeShm(at, imagesDir);
    else {
      writeFileSync(at, Buffer.from(standIn.base64, 'base64'));
      chmodSync(at, standIn.mode);
    }
  }
};

const placeShm = async (at: string, imagesDir: string): Promise<void> => {
  mkdirSync(at);
  chmodSync(at, 0o1777);
  const archive = path.join(imagesDir, bundleFiles.podmanShm);
  if (existsSync(archive)) await unpackInto(at, archive);
};
