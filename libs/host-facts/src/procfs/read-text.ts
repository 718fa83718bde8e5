import { readFileSync } from 'node:fs';
import { type Fact, known, unknown } from '@godwit/domain/facts';

/** Whole content of a small text file of the kernel. Throws what the file system threw. */
export const readText = (path: string): string => readFileSync(path, 'utf8');

const words: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'not there',
  ESRCH: 'the process is gone',
  ENOTDIR: 'not there',
};

export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/** Why something could not be read, in words a person can act on. */
export const reasonOf = (error: unknown, what: string): string => {
  const code = errorCode(error);
  const text = words[code] ?? (error instanceof Error ? error.message : String(error));
  return `${what} could not be read: ${text} (${code})`;
};

/** A process that ended while it was read, as opposed to a file that may not be read. */
export const isGone = (error: unknown): boolean => ['ENOENT', 'ESRCH'].includes(errorCode(error));

/** Runs a reading; what it throws becomes an unknown fact with the reason. */
export const attempt = <T>(what: string, read: () => T, source?: string): Fact<T> => {
  try {
    return known(read(), source);
  } catch (error) {
    return unknown(reasonOf(error, what));
  }
};

/** The text of a file, or null when it cannot be read. Only for what is evidence and never a fact by itself. */
export const readTextOrNull = (path: string): string | null => {
  try {
    return readText(path);
  } catch {
    return null;
  }
};
