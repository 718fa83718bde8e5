import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A criu that reads beyond the end of an image writes gigabytes of the same line; what matters stands before. */
const mostBytes = 64 * (1 << 20);

/** A log, or its beginning when it is too long. */
export interface LogFile {
  text: string;
  /** Length of the whole file. */
  bytes: number;
  isCut: boolean;
}

/**
 * Reads a log file, of a very long one only the beginning.
 *
 * @throws the error of the system when the file cannot be read, or is none
 */
export const readLogFile = (path: string): LogFile => {
  const handle = openSync(path, 'r');
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) throw new Error('it is no regular file');
    const buffer = Buffer.alloc(Math.min(found.size, mostBytes));
    let at = 0;
    for (let got = 1; got > 0 && at < buffer.length; at += got)
      got = readSync(handle, buffer, at, buffer.length - at, at);
    return { text: buffer.toString('utf8', 0, at), bytes: found.size, isCut: found.size > mostBytes };
  } finally {
    closeSync(handle);
  }
};
