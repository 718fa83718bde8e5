import type { TreeFacts } from '../facts/index.ts';

/** What the agent takes at once. */
const most = 5000;

/** Files with a name that some task of the tree has open for writing: a restore opens them for writing too. */
export const writtenPaths = ({ files }: Pick<TreeFacts, 'files'>): string[] =>
  files.known
    ? files.value
        .filter(({ openForWriting, identity }) => openForWriting && ['regular', 'fifo'].includes(identity.kind))
        .filter(({ identity }) => identity.state === 'linked')
        .map(({ path }) => path)
        .slice(0, most)
    : [];
