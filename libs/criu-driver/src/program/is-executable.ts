import { accessSync, constants } from 'node:fs';

/** Whether this process may start what lies at a path. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
