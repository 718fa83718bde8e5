import { GodwitError } from '@godwit/domain/errors';
import { damaged } from '../decode/damaged.ts';
import { readRecords } from '../decode/decode-image.ts';
import type { ImageKind } from '../decode/image-kind.ts';

/** Gives the bytes of the image of this name, null when there is none. It may throw a GodwitError, for example for one too large. */
export type ReadImage = (name: string) => Uint8Array | null;

/** An image that could not be used, and why. */
export interface ImageProblem {
  image: string;
  message: string;
}

/** Images being read, and what went wrong so far. One bad image does not stop the others. */
export interface ImageReading {
  read: ReadImage;
  /** Message by image: each is complained about once. */
  problems: Map<string, string>;
  /** Images that were looked into. */
  seen: Set<string>;
  /** Bytes that may still be decoded, and things that may still be kept: hostile images name each other again and again. */
  bytesLeft: number;
  entriesLeft: number;
}

const mostBytes = 128 * (1 << 20);
const mostEntries = 2_000_000;
const mostProblems = 1000;

export const startReading = (read: ReadImage): ImageReading => ({
  read,
  problems: new Map(),
  seen: new Set(),
  bytesLeft: mostBytes,
  entriesLeft: mostEntries,
});

/** Keeps a failure as a problem of one image; of very many only the first are named. */
export const noteProblem = ({ problems }: ImageReading, image: string, message: string): void => {
  if (problems.has(image) || problems.size > mostProblems) return;
  if (problems.size < mostProblems) problems.set(image, message);
  else problems.set('others', `More than ${mostProblems} images have problems; the others are not named.`);
};

/** Counts what is kept. @throws GodwitError `images-differ` when no real checkpoint holds so much */
export const keepEntries = (reading: ImageReading, image: string, count: number): true => {
  reading.entriesLeft -= count;
  if (reading.entriesLeft < 0) throw damaged(image, `with it the checkpoint names more than ${mostEntries} things`);
  return true;
};

const openImage = (reading: ImageReading, image: string): Uint8Array | null => {
  const bytes = reading.read(image);
  if (bytes === null) return null;
  reading.seen.add(image);
  reading.bytesLeft -= bytes.length;
  if (reading.bytesLeft < 0) throw damaged(image, `with it more than ${mostBytes} bytes of images would be decoded`);
  return bytes;
};

/** Runs a step; when it meets a bad image, that is kept as a problem and null returned. */
export const tryImage = <T>(reading: ImageReading, image: string, step: () => T): T | null => {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof GodwitError)) throw error;
    noteProblem(reading, image, error.message);
    return null;
  }
};

/** Visits the entries without keeping them. Returns whether the image was there. */
export const eachEntry = <T>(
  reading: ImageReading,
  kind: ImageKind<T>,
  image: string,
  visit: (entry: T) => void,
): boolean =>
  tryImage(reading, image, () => {
    const bytes = openImage(reading, image);
    if (bytes === null) return false;
    for (const { entry } of readRecords(kind, image, bytes)) visit(entry);
    return true;
  }) ?? true;

/** The entries of an image; those before a damage are kept. An image that is not there has none. */
export const readEntries = <T>(reading: ImageReading, kind: ImageKind<T>, image: string): T[] =>
  collect(reading, kind, image).entries;

/** Like `readEntries`, for an image without which the checkpoint cannot be restored. */
export const readNeeded = <T>(reading: ImageReading, kind: ImageKind<T>, image: string): T[] => {
  const { there, entries } = collect(reading, kind, image);
  if (!there) noteProblem(reading, image, `${image} is missing. Without it the checkpoint cannot be restored.`);
  return entries;
};

const collect = <T>(reading: ImageReading, kind: ImageKind<T>, image: string): { there: boolean; entries: T[] } => {
  const entries: T[] = [];
  const there = eachEntry(reading, kind, image, (entry) => {
    keepEntries(reading, image, 1);
    entries.push(entry);
  });
  return { there, entries };
};
