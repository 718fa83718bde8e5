import { readdirSync } from 'node:fs';

/** Names in a directory; none when it is not there, or went while we looked. */
export const listNames = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
