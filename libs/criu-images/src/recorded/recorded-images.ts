import { existsSync, readFileSync } from 'node:fs';
import type { ImageFile, ReadImage } from '../index.ts';

/**
 * Images that CRIU 4.2.1 wrote on kernel 6.18, without memory pages and archives: `many-kinds` of many-kinds.py with
 * --tcp-established --file-locks --link-remap --network-lock nftables, `own-namespaces` of a `sleep` as pid 1 of its own
 * pid, net, ipc, uts and mount namespaces with --external mnt[] --cpu-cap --network-lock skip.
 */
export type RecordedSet = 'many-kinds' | 'own-namespaces';

export interface RecordedImages {
  files: ImageFile[];
  read: ReadImage;
}

const fileIn = (set: RecordedSet, name: string): URL => new URL(`./${set}/${name}`, import.meta.url);

/** Opens a recorded directory; files of the listing that were left out have their length but no content. */
export const openRecorded = (set: RecordedSet): RecordedImages => ({
  files: JSON.parse(readFileSync(fileIn(set, 'files.json'), 'utf8')) as ImageFile[],
  read: (name) => (existsSync(fileIn(set, name)) ? readFileSync(fileIn(set, name)) : null),
});

/** One recorded image. */
export const readRecorded = (set: RecordedSet, name: string): Uint8Array =>
  new Uint8Array(readFileSync(fileIn(set, name)));

/** A recorded directory in which one file is another one, or is gone. */
export const replaceImage = (images: RecordedImages, name: string, bytes: Uint8Array | null): RecordedImages => ({
  files: [
    ...images.files.filter((file) => file.name !== name),
    ...(bytes === null ? [] : [{ name, bytes: bytes.length }]),
  ],
  read: (asked) => (asked === name ? bytes : images.read(asked)),
});
