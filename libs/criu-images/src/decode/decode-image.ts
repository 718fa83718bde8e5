import type { Message } from '../messages/message.ts';
import { damaged, foreign } from './damaged.ts';
import { decodeMessage } from './decode-message.ts';
import { bytesLeft, type ImageCursor, openCursor, takeBytes, takeWord } from './image-cursor.ts';
import type { ImageKind } from './image-kind.ts';
import { kindOfMagic } from './registry.ts';

/** First words: of ordinary images since format 2, and of statistics. The inventory and images of format 1 have none. */
const commonMagic = 0x54564319;
const serviceMagic = 0x55105940;

/** One record of an image, with the raw bytes that follow it. */
export interface ImageRecord<T> {
  entry: T;
  payload: Uint8Array;
}

const noPayload = new Uint8Array(0);
const hexadecimal = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;

/**
 * Walks through the records of an image of one kind. Nothing is kept: memory is bounded by the longest record.
 *
 * @param image name, for messages
 * @throws GodwitError `images-differ` where the image is damaged, cut off or of another kind
 */
export function* readRecords<T>(kind: ImageKind<T>, image: string, bytes: Uint8Array): Generator<ImageRecord<T>> {
  const cursor = openCursor(image, bytes);
  const found = takeMagic(cursor);
  if (found.magic !== kind.magic) throw foreign(image, `it holds ${found.name} and not ${kind.name}`);
  if (kind.head !== undefined) takeRecord(cursor, kind.longestRecord);
  while (bytesLeft(cursor) > 0) {
    const entry = decodeMessage(image, kind.entry, takeRecord(cursor, kind.longestRecord));
    yield { entry, payload: kind.payload?.(cursor, entry) ?? noPayload };
  }
}

/**
 * Decodes the first record only: the head of a page map, or the description before a long payload.
 *
 * @throws GodwitError `images-differ` as `readRecords` does
 */
export const readFirst = <T>(kind: ImageKind, message: Message<T>, image: string, bytes: Uint8Array): T => {
  const cursor = openCursor(image, bytes);
  const found = takeMagic(cursor);
  if (found.magic !== kind.magic) throw foreign(image, `it holds ${found.name} and not ${kind.name}`);
  return decodeMessage(image, message, takeRecord(cursor, kind.longestRecord));
};

/**
 * Says what kind of image these bytes are, by the magic word alone.
 *
 * @throws GodwitError `images-differ` when it is none that is known
 */
export const identifyImage = (image: string, bytes: Uint8Array): ImageKind => takeMagic(openCursor(image, bytes));

const takeMagic = (cursor: ImageCursor): ImageKind => {
  const first = takeWord(cursor, 'its head');
  const magic = first === commonMagic || first === serviceMagic ? takeWord(cursor, 'its head') : first;
  const kind = kindOfMagic(magic);
  if (kind !== null) return kind;
  if (isOfOtherByteOrder(first)) throw foreign(cursor.image, 'it was written by a big-endian machine');
  throw foreign(cursor.image, `${hexadecimal(magic)} is the magic word of no image of CRIU known here`);
};

const isOfOtherByteOrder = (word: number): boolean => {
  const swapped = new DataView(new ArrayBuffer(4));
  swapped.setUint32(0, word, true);
  const other = swapped.getUint32(0, false);
  return other === commonMagic || other === serviceMagic || kindOfMagic(other) !== null;
};

const takeRecord = (cursor: ImageCursor, longest: number): Uint8Array => {
  const { image, offset } = cursor;
  const length = takeWord(cursor, 'the length of a record');
  if (length > longest) throw damaged(image, `the record at byte ${offset} claims ${length} bytes, more than any has`);
  return takeBytes(cursor, length, 'a record');
};
