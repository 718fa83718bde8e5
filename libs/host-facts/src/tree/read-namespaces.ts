import { readdirSync, readlinkSync } from 'node:fs';

/** Namespace inodes by kind out of a directory like /proc/PID/ns. Throws when it may not be read. */
export const readNamespaces = (directory: string): Record<string, string> => {
  const kinds = readdirSync(directory).filter((name) => !name.endsWith('_for_children'));
  return Object.fromEntries(
    kinds.map((kind) => [kind, /\[(\d+)\]/.exec(readlinkSync(`${directory}/${kind}`))?.[1] ?? '']),
  );
};
