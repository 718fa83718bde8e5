import type { bpfMapData, ghostFile, pipeData } from '../messages/files.ts';
import type { Decoded } from '../messages/message.ts';
import { type ipcMemory, type ipcQueue, ipcQueued, type ipcSemaphores } from '../messages/namespaces.ts';
import type { queuedPacket, tcpStream } from '../messages/sockets.ts';
import { decodeMessage } from './decode-message.ts';
import { bytesLeft, type ImageCursor, takeBytes, takeWord } from './image-cursor.ts';

/** Contents of a pipe. */
export const pipeContents = (cursor: ImageCursor, { bytes }: Decoded<typeof pipeData>): Uint8Array =>
  takeBytes(cursor, bytes, 'what waits in a pipe');

export const packetContents = (cursor: ImageCursor, { bytes }: Decoded<typeof queuedPacket>): Uint8Array =>
  takeBytes(cursor, bytes, 'a queued packet');

/** Receive queue, then send queue. */
export const tcpQueues = (cursor: ImageCursor, { receiveBytes, sendBytes }: Decoded<typeof tcpStream>): Uint8Array =>
  takeBytes(cursor, receiveBytes + sendBytes, 'the queues of a connection');

/** The content of a deleted file, up to the end of the image; what a sparse one looks like inside is not told apart. */
export const ghostContents = (cursor: ImageCursor, _: Decoded<typeof ghostFile>): Uint8Array =>
  takeBytes(cursor, bytesLeft(cursor), 'the content');

export const bpfContents = (cursor: ImageCursor, { keyBytes, valueBytes }: Decoded<typeof bpfMapData>): Uint8Array =>
  takeBytes(cursor, keyBytes + valueBytes, 'the entries of a BPF map');

const roundUp = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/** 16 bits per semaphore. */
export const semaphoreValues = (cursor: ImageCursor, { count }: Decoded<typeof ipcSemaphores>): Uint8Array =>
  takeBytes(cursor, roundUp(count * 2, 8), 'the values of a semaphore set');

/** Contents of a SysV segment, unless they are kept as pages like any other memory. */
export const segmentContents = (cursor: ImageCursor, { size, inPagemaps }: Decoded<typeof ipcMemory>): Uint8Array =>
  takeBytes(cursor, inPagemaps ? 0 : roundUp(Number(size), 4), 'the content of a shared memory segment');

/** Each message of a queue: a record with its length, then its text. */
export const queuedMessages = (cursor: ImageCursor, { messages }: Decoded<typeof ipcQueue>): Uint8Array => {
  const from = cursor.offset;
  for (let index = 0; index < messages; index++) {
    const record = takeBytes(cursor, takeWord(cursor, 'the length of a message'), 'a message');
    takeBytes(cursor, roundUp(decodeMessage(cursor.image, ipcQueued, record).bytes, 8), 'the text of a message');
  }
  return cursor.bytes.subarray(from, cursor.offset);
};
