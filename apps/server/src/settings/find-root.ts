import { existsSync } from 'node:fs';
import path from 'node:path';

/** The nearest folder above `from` that holds the schema migrations; the same from the sources and from the bundle. */
export const findRoot = (from: string): string => {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'prisma/migrations'))) return folder;
    if (folder === path.dirname(folder)) return path.resolve(from);
  }
};
