/** What Godwit uses of one line of /proc/PID/stat (proc_pid_stat(5)). */
export interface ProcessStat {
  pid: number;
  comm: string;
  state: string;
  ppid: number;
  pgid: number;
  sid: number;
  ttyNr: number;
  /** PF_* flags of the kernel. */
  flags: number;
  nice: number;
  startTimeTicks: number;
  /** Signal the parent gets when the task ends; below zero for a thread. */
  exitSignal: number;
  realtimePriority: number;
  schedulingPolicy: number;
}

/** PF_KTHREAD of include/linux/sched.h. */
const kernelThreadFlag = 0x200000;

/** Parses one stat line. The command may hold spaces and brackets, so fields count from the last bracket. */
export const parseStat = (text: string): ProcessStat => {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const fields = text.slice(close + 2).split(' ');
  // Field 3 of the manual page is the first one behind the bracket.
  const field = (number: number): number => Number(fields[number - 3]);
  if (open < 0 || close < open || fields.length < 39) throw new Error('The stat line has an unknown form.');
  return {
    pid: Number.parseInt(text, 10),
    comm: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    ppid: field(4),
    pgid: field(5),
    sid: field(6),
    ttyNr: field(7),
    flags: field(9),
    nice: field(19),
    startTimeTicks: field(22),
    exitSignal: field(38),
    realtimePriority: field(40),
    schedulingPolicy: field(41),
  };
};

export const isKernelThread = (stat: ProcessStat): boolean => (stat.flags & kernelThreadFlag) !== 0;
