import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** SHA-256 of a file's content, hexadecimal. */
export const hashFile = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
