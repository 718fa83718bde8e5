import type { TreeFacts } from '@godwit/domain/facts';
import { parseCommandLine } from '../procfs/parse-command-line.ts';
import { readText } from '../procfs/read-text.ts';
import { readStat } from './walk-tree.ts';

export type Ancestor = Extract<TreeFacts['ancestors'], { known: true }>['value'][number];

/** The parents of a process, nearest first, up to pid 1. Throws when one cannot be read. */
export const readAncestors = (ppid: number): Ancestor[] => {
  const ancestors: Ancestor[] = [];
  for (let pid = ppid; pid > 0; ) {
    const stat = readStat(pid);
    ancestors.push({
      pid,
      comm: stat.comm,
      commandLine: parseCommandLine(readText(`/proc/${pid}/cmdline`)),
      startTimeTicks: stat.startTimeTicks,
      hasTerminal: stat.ttyNr !== 0,
    });
    pid = stat.ppid;
  }
  return ancestors;
};
