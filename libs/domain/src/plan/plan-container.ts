import { neededIds } from '../comparison/needed-ids.ts';
import { hasOwnNamespace, movedContainer } from '../comparison/through-runtime.ts';
import type { TreeFacts } from '../facts/index.ts';
import { listeningPorts } from './listening-ports.ts';
import type { MovePlan } from './run-plan.ts';

/** Which container a tree is, for a plan; nothing for one that CRIU is started on by itself. */
export const namedContainer = (tree: TreeFacts): Pick<MovePlan, 'container'> => {
  const container = movedContainer(tree);
  return container === null ? {} : { container: { runtime: container.runtime, id: container.id } };
};

/** Ids and ports that must be free, or silent, outside of the tree's own namespaces, and the bytes that will travel. */
export const planSurroundings = (tree: TreeFacts): Pick<MovePlan, 'ids' | 'listeningPorts' | 'expectedBytes'> => {
  const container = movedContainer(tree);
  const memory = tree.dumpedMemoryBytes.known ? tree.dumpedMemoryBytes.value : 0;
  return {
    ids: container !== null && hasOwnNamespace(tree, 'pid') ? [] : neededIds(tree),
    listeningPorts: container !== null && hasOwnNamespace(tree, 'net') ? [] : listeningPorts(tree),
    expectedBytes: memory + (container?.rootfsBytes ?? 0),
  };
};
