import { damaged } from './damaged.ts';

/** Walks through the bytes of one image from front to back; every step is checked against its end. */
export interface ImageCursor {
  image: string;
  bytes: Uint8Array;
  offset: number;
}

export const openCursor = (image: string, bytes: Uint8Array): ImageCursor => ({ image, bytes, offset: 0 });

export const bytesLeft = ({ bytes, offset }: ImageCursor): number => bytes.length - offset;

/** Next 32-bit word. Images are in the byte order of the machine, which is little-endian on all but s390x. */
export const takeWord = (cursor: ImageCursor, what: string): number => {
  const taken = takeBytes(cursor, 4, what);
  return new DataView(taken.buffer, taken.byteOffset, 4).getUint32(0, true);
};

/** So many bytes, as a view into the image. */
export const takeBytes = (cursor: ImageCursor, length: number, what: string): Uint8Array => {
  if (length > bytesLeft(cursor)) {
    throw damaged(
      cursor.image,
      `${what} at byte ${cursor.offset} needs ${length} bytes, but ${bytesLeft(cursor)} follow`,
    );
  }
  cursor.offset += length;
  return cursor.bytes.subarray(cursor.offset - length, cursor.offset);
};
