import type { Container, DependedFile, Questions, TreeFacts } from '../facts/index.ts';

/** The container whose runtime moves the tree; null where CRIU does it alone. */
export const movedContainer = ({ container }: TreeFacts): Container | null =>
  container?.known === true ? container.value : null;

const below = (path: string, directory: string): string | null => {
  if (path === directory) return '';
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length - 1) : null;
};

/** Where a path of the container lies on its host; null for what is in its own root, which travels with it. */
const hostPathOf = ({ bindMounts }: Container, path: string): string | null => {
  const innermost = [...bindMounts].sort((one, other) => other.destination.length - one.destination.length);
  for (const { source, destination } of innermost) {
    const rest = below(path, destination);
    if (rest !== null) return `${source}${rest}`;
  }
  return null;
};

const placeFile = (container: Container, file: DependedFile): DependedFile => {
  const path = hostPathOf(container, file.path);
  return path === null ? { ...file, travels: true } : { ...file, path };
};

/**
 * The tree as a destination must see it when its container's runtime moves it: files under bind mounts by their paths on
 * the host, all others marked as travelling along.
 */
export const throughRuntime = (tree: TreeFacts): TreeFacts => {
  const container = movedContainer(tree);
  if (container === null || !tree.files.known) return tree;
  return { ...tree, files: { ...tree.files, value: tree.files.value.map((file) => placeFile(container, file)) } };
};

/** Whether the root of the tree has a namespace of this kind that the reader of the facts is not in. */
export const hasOwnNamespace = ({ tasks, rootPid, collectorNamespaces }: TreeFacts, kind: string): boolean => {
  const root = tasks.find(({ pid }) => pid === rootPid);
  if (!root?.namespaces.known || !collectorNamespaces?.known) return false;
  return root.namespaces.value[kind] !== collectorNamespaces.value[kind];
};

/** What a destination is asked about the container itself. */
export const containerQuestion = (tree: TreeFacts): Pick<Questions, 'container'> => {
  const container = movedContainer(tree);
  if (container === null) return {};
  const { runtime, id, bindMounts, joinedNamespaces, hooks } = container;
  const paths = [...bindMounts.map(({ source }) => source), ...joinedNamespaces.map(({ path }) => path), ...hooks];
  return { container: { runtime, id, paths: [...new Set(paths)] } };
};
