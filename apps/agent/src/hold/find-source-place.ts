import { findDeviceFor, findHierarchies, findHolder, findOwnCgroup, listTree } from '@godwit/criu-driver';
import type { RunFacts } from './journal-records.ts';

type SourcePlace = Pick<RunFacts, 'ownCgroupDir' | 'serviceAddress' | 'serviceDevice'>;

/** Where a tree lives on its source: its own cgroup, and the device that has its service address. With the pids of the tree. */
export const findSourcePlace = async (
  rootPid: number,
  serviceAddress: string | null,
): Promise<{ place: SourcePlace; pids: number[] }> => {
  const pids = listTree(rootPid).map(({ pid }) => pid);
  const own = findOwnCgroup(findHierarchies(), rootPid, pids);
  const serviceDevice = serviceAddress && ((await findHolder(serviceAddress)) ?? (await findDeviceFor(serviceAddress)));
  return { place: { ownCgroupDir: own?.dir ?? null, serviceAddress, serviceDevice }, pids };
};
