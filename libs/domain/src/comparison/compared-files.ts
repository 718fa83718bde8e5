import type { DependedFile } from '../facts/index.ts';

/** Files that must be on the destination already. What has no name any more travels in the images or is judged elsewhere. */
export const isNeededThere = ({ identity }: DependedFile): boolean => identity.state === 'linked';

/** Regular files the tree writes: their content changes until the freeze, so storage is judged instead. */
export const isWritten = ({ openForWriting, identity }: DependedFile): boolean =>
  openForWriting && identity.kind === 'regular';

export const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
