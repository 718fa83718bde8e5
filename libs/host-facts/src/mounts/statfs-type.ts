import { statfsSync } from 'node:fs';

/** The magic number of the filesystem behind a path (statfs(2)); null when it cannot be asked. */
export const statfsType = (path: string): number | null => {
  try {
    return path === '' ? null : statfsSync(path).type;
  } catch {
    return null;
  }
};
