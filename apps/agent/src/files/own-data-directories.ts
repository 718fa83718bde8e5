import { type DataDirectory, type Fact, known, unknown } from '@godwit/domain/facts';
import { readDataDirectory, readDeclared } from '@godwit/host-facts';
import { declaredDirectory } from '../observation/declared-directory.ts';
import { listOwnWorkloads } from '../observation/list-own-workloads.ts';

/** Data directories that the owner of this host declared for the workload below a process, in its definition. */
export const listDeclaredDirectories = async (pid: number): Promise<string[]> => {
  const { workloads } = readDeclared(declaredDirectory);
  if (workloads.every(({ dataDirectories }) => dataDirectories.length === 0)) return [];
  const own = await listOwnWorkloads();
  const keys = new Set(own.filter(({ rootPid }) => rootPid === pid).map(({ key }) => key));
  return workloads.filter(({ name }) => keys.has(`declared:${name}`)).flatMap(({ dataDirectories }) => dataDirectories);
};

/** Every declared directory as it is now: the owner's, and those that a person named. */
export const readDataDirectories = async (
  pid: number,
  named: readonly string[],
  signal: AbortSignal,
): Promise<Fact<DataDirectory[]>> => {
  try {
    const declared = await listDeclaredDirectories(pid);
    const all = new Map<string, DataDirectory['declaredBy']>(named.map((path) => [path, 'person']));
    for (const path of declared) all.set(path, 'administrator');
    const found = await Promise.all(
      [...all].map(async ([path, declaredBy]) => ({ path, declaredBy, ...(await readDataDirectory(path, signal)) })),
    );
    return known(found);
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
};
