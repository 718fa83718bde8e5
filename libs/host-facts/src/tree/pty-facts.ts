import { readdirSync } from 'node:fs';
import { known, type OpenFd, type TreeFacts } from '@godwit/domain/facts';
import type { OutsideHolders } from './outside-holders.ts';

const slaveMajor = '136';

const indexOf = ({ identity, details }: OpenFd): number[] => {
  const master = details.find((line) => line.startsWith('tty-index:'));
  if (master !== undefined) return [Number(master.slice('tty-index:'.length))];
  const [major, minor] = identity?.kind === 'character-device' ? identity.rdev.split(':') : [];
  return major === slaveMajor ? [Number(minor)] : [];
};

/** Numbers of the pseudo terminals the tree has open, either end. */
export const ptysOf = (fds: readonly OpenFd[]): Set<number> => new Set(fds.flatMap(indexOf));

const numbersIn = (directory: string): number[] => {
  try {
    return readdirSync(directory)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
};

/** Which pseudo terminals the root task sees, and which of the tree's a task outside has open too. */
export const ptyFact = (
  rootPid: number,
  ours: ReadonlySet<number>,
  holders: OutsideHolders,
): NonNullable<TreeFacts['ptys']> =>
  known(
    ours.size === 0
      ? { inUse: [], heldOutside: [] }
      : { inUse: numbersIn(`/proc/${rootPid}/root/dev/pts`).sort((a, b) => a - b), heldOutside: holders.ptys },
  );
