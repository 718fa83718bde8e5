import type { Message } from '../messages/message.ts';
import type { ImageCursor } from './image-cursor.ts';

/** One kind of image, told by its magic word. */
export interface ImageKind<T = unknown> {
  /** CRIU's own word for it (criu/image-desc.c). */
  name: string;
  magic: number;
  /** Names such files have. */
  files: RegExp;
  entry: Message<T>;
  /** A first record of another shape. */
  head?: Message<unknown>;
  /** What follows a record outside of protobuf: returns the raw bytes and moves past them. */
  payload?(cursor: ImageCursor, entry: T): Uint8Array;
  /** Longest record believed, in bytes; more can only come from damage. */
  longestRecord: number;
}

const mebibyte = 1 << 20;

export const imageKind = <T>(
  [name, magic, files]: readonly [name: string, magic: number, files: RegExp],
  entry: Message<T>,
  extras: Partial<Pick<ImageKind<T>, 'head' | 'payload' | 'longestRecord'>> = {},
): ImageKind<T> => ({ name, magic, files, entry, longestRecord: 4 * mebibyte, ...extras });

/** For images whose one record holds something per mapping or per filter. */
export const largeRecord = { longestRecord: 8 * mebibyte };
