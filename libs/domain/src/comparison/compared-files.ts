import type { DependedFile } from '../facts/index.ts';

/** Files that must be on the destination already. What has no name any more travels in the images or is judged elsewhere. */
export const isNeededThere = ({ identity, roles, travels }: DependedFile): boolean =>
  // A root of its own is found from the root of the host, not from itself.
  travels !== true && (identity.state === 'linked' || (identity.state === 'unreachable' && roles.includes('root')));

/** Regular files the tree writes: their content changes until the freeze, so storage is judged instead. */
export const isWritten = ({ openForWriting, identity }: DependedFile): boolean =>
  openForWriting && identity.kind === 'regular';

export const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** A file without any link left: CRIU carries its content and makes it anew in its old directory. */
export const isGhost = ({ identity, travels }: DependedFile): boolean =>
  travels !== true && identity.state === 'deleted' && identity.nlink === 0 && identity.kind !== 'character-device';

/** A regular file whose name is gone while another link to it is left: CRIU puts a temporary link beside the old name. */
export const isLinkedElsewhere = ({ identity, travels }: DependedFile): boolean =>
  travels !== true && identity.kind === 'regular' && identity.state === 'deleted' && identity.nlink > 0;
