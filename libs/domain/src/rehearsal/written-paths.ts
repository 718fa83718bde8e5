import { throughRuntime } from '../comparison/through-runtime.ts';
import type { TreeFacts } from '../facts/index.ts';

/** What the agent takes at once. */
const most = 5000;

/**
 * Files with a name that some task of the tree has open for writing: a restore opens them for writing too. Of a container those of its
 * host; what lies in its own root comes with it.
 */
export const writtenPaths = (tree: TreeFacts): string[] => {
  const { files } = throughRuntime(tree);
  return files.known
    ? files.value
        .filter(({ travels }) => travels !== true)
        .filter(({ openForWriting, identity }) => openForWriting && ['regular', 'fifo'].includes(identity.kind))
        .filter(({ identity }) => identity.state === 'linked')
        .map(({ path }) => path)
        .slice(0, most)
    : [];
};
