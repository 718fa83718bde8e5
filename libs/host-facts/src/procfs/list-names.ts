import { readdirSync } from 'node:fs';

/** Names in a directory; none where it is not there, or was removed while it was looked at. */
export const listNames = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
