import { known, type TreeFacts } from '@godwit/domain/facts';
import { parseCgroup } from '../procfs/parse-cgroup.ts';
import { parseCommandLine } from '../procfs/parse-command-line.ts';
import { attempt, readText } from '../procfs/read-text.ts';
import { readAncestors } from '../tree/read-ancestors.ts';
import { readStat } from '../tree/walk-tree.ts';
import { describeHold } from './describe-hold.ts';
import { findSupervisors } from './find-supervisors.ts';

/** Adds to each supervisor that was found whether a move can hold it. */
export const withHolds = async (
  supervisors: TreeFacts['supervisors'],
  rootPid: number,
  ancestors: TreeFacts['ancestors'],
): Promise<TreeFacts['supervisors']> => {
  if (!supervisors.known || !ancestors.known) return supervisors;
  return known(await Promise.all(supervisors.value.map((one) => describeHold(one, rootPid, ancestors.value))));
};

/**
 * Who would start a process again after its death, and whether a move can hold them: the same as in the facts of its
 * tree, read anew in few readings. Throws when the process is gone.
 */
export const supervisorsOf = async (pid: number): Promise<TreeFacts['supervisors']> => {
  const { ppid, comm, sid } = readStat(pid);
  const ancestors = attempt('The parents of the tree', () => readAncestors(ppid));
  const commandLine = attempt(`/proc/${pid}/cmdline`, () => parseCommandLine(readText(`/proc/${pid}/cmdline`)));
  const cgroups = attempt(`/proc/${pid}/cgroup`, () => parseCgroup(readText(`/proc/${pid}/cgroup`)));
  return withHolds(findSupervisors({ ppid, comm, sid, commandLine, cgroups }, ancestors), pid, ancestors);
};
