import path from 'node:path';
import { listCgroupPids } from '@godwit/criu-driver';
import type { Workload } from '@godwit/domain/facts';
import { listWorkloads } from '@godwit/host-facts';
import { godwitCgroups } from '../hold/holding-cgroups.ts';
import { declaredDirectory } from './declared-directory.ts';

/** The workloads of this host; the agent itself, the processes that hold runs, and CRIU at work are none. */
export const listOwnWorkloads = (): Promise<Workload[]> => {
  const root = godwitCgroups();
  const own = root === null ? [] : ['holds', 'criu'].flatMap((kind) => listCgroupPids(path.join(root, kind)));
  return listWorkloads({ declaredDirectory, exclude: own });
};
