import { cgroup2Path, parseCgroup } from '../procfs/parse-cgroup.ts';
import { parseCommandLine } from '../procfs/parse-command-line.ts';
import { isKernelThread, parseStat } from '../procfs/parse-stat.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { pause } from '../tree/pause.ts';
import { listPids } from '../tree/walk-tree.ts';

/** One line of a process list, enough to tell workloads apart. */
export interface ListedProcess {
  pid: number;
  ppid: number;
  comm: string;
  startTimeTicks: number;
  hasTerminal: boolean;
  commandLine: string[];
  /** Paths of all cgroup hierarchies. */
  cgroups: string[];
  cgroup2: string | null;
  rssBytes: number;
}

const betweenPauses = 100;

const readProcess = (pid: number, pageBytes: number): ListedProcess | null => {
  const text = readTextOrNull(`/proc/${pid}/stat`);
  const stat = text === null ? null : parseStat(text);
  if (stat === null || isKernelThread(stat) || stat.state === 'Z') return null;
  const groups = parseCgroup(readTextOrNull(`/proc/${pid}/cgroup`) ?? '');
  return {
    pid,
    ppid: stat.ppid,
    comm: stat.comm,
    startTimeTicks: stat.startTimeTicks,
    hasTerminal: stat.ttyNr !== 0,
    commandLine: parseCommandLine(readTextOrNull(`/proc/${pid}/cmdline`) ?? ''),
    cgroups: groups.map((group) => group.path),
    cgroup2: cgroup2Path(groups),
    rssBytes: Number(readTextOrNull(`/proc/${pid}/statm`)?.split(' ')[1] ?? 0) * pageBytes,
  };
};

/** All processes of this host but threads of the kernel and zombies. */
export const readProcesses = async (pageBytes: number, signal?: AbortSignal): Promise<ListedProcess[]> => {
  const processes: ListedProcess[] = [];
  for (const [index, pid] of listPids().entries()) {
    if (index % betweenPauses === betweenPauses - 1) await pause(signal);
    const found = readProcess(pid, pageBytes);
    if (found !== null) processes.push(found);
  }
  return processes;
};
