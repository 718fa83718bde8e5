import { isNeededThere } from '../comparison/compared-files.ts';
import type { TreeFacts } from '../facts/index.ts';

/** Paths of which the destination is asked whether something may come there: files of the tree and its data directories. */
export const neededPlaces = ({ files, dataDirectories }: TreeFacts): string[] => {
  const named = files.known ? files.value.filter(isNeededThere) : [];
  const carriable = named.filter(({ identity }) => identity.kind === 'regular' || identity.kind === 'directory');
  const declared = dataDirectories?.known ? dataDirectories.value : [];
  return [...new Set([...carriable, ...declared].map(({ path }) => path))].filter((path) => path !== '/');
};
