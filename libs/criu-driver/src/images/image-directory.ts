import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageFile, ReadImage } from '@godwit/criu-images';
import { GodwitError } from '@godwit/domain/errors';

/** Larger images that are decoded are believed to be none: only memory pages, which nobody decodes, grow beyond this. */
const mostImageBytes = 64 * (1 << 20);
/** A deleted file's image begins with what is wanted; its content is not. */
const ghostHeadBytes = 64 * 1024;

/** A directory of images: what lies in it, and how to read it. */
export interface ImageDirectory {
  files: ImageFile[];
  read: ReadImage;
}

const lengthOf = (path: string): number | null => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : null;
};

const readStart = (path: string, length: number): Uint8Array => {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let got = 1; got > 0 && at < length; at += got) got = readSync(handle, bytes, at, length - at, at);
    return bytes.subarray(0, at);
  } finally {
    closeSync(handle);
  }
};

const readImage = (directory: string, name: string): Uint8Array | null => {
  const path = join(directory, name);
  const length = lengthOf(path);
  if (length === null) return null;
  if (name.startsWith('ghost-file-')) return readStart(path, Math.min(length, ghostHeadBytes));
  if (length <= mostImageBytes) return readStart(path, length);
  throw new GodwitError({
    code: 'images-differ',
    message: `The image ${name} has ${length} bytes, more than such an image ever has. It was not read.`,
    remedy: 'Make a new dump, and look whether that directory holds only what CRIU wrote.',
  });
};

/**
 * Opens a directory of images. Links and special files in it count as missing.
 *
 * @throws the error of the system when the directory cannot be listed
 */
export const openImageDirectory = (directory: string): ImageDirectory => {
  const files = readdirSync(directory).flatMap((name) => {
    const bytes = lengthOf(join(directory, name));
    return bytes === null ? [] : [{ name, bytes }];
  });
  return { files, read: (name) => readImage(directory, name) };
};
