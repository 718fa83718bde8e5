import type { Task } from '../facts/index.ts';
import { controllingDevice, ptyIndex } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import type { JudgeContext } from './rule.ts';

type Open = FactValues['fds'][number];

export interface OwnTerminal {
  kind: 'controlling-alias' | 'controlling-alias-lost';
  open: Open;
  why: string;
}

interface Around {
  /** Device numbers of terminals whose other end is outside of the tree. */
  outsideRdevs: Set<string>;
  purpose: JudgeContext['purpose'];
}

/** `tty_nr` of /proc/PID/stat as a device number (proc_pid_stat(5)). */
const deviceOf = (ttyNr: number): string => {
  const major = (ttyNr >>> 8) & 0xfff;
  const minor = (ttyNr & 0xff) | ((ttyNr >>> 12) & 0xfff00);
  return `${major}:${minor}`;
};

const masterOf = ({ details }: Open): number | null => {
  const line = details.find((text) => text.startsWith('tty-index:'));
  return line === undefined ? null : Number(line.slice('tty-index:'.length));
};

/** Whether a descriptor is an end of the terminal that controls the session, as CRIU would find out by TIOCGSID. */
const isEndOf = (open: Open, terminal: string, session: number, tasks: Map<number, Task>): boolean => {
  if (masterOf(open) === ptyIndex(terminal)) return true;
  return open.identity?.rdev === terminal && tasks.get(open.pid)?.sid === session;
};

/**
 * /dev/tty in a process: CRIU (tty.c, tty_verify_ctty) wants the terminal behind it to be open in that same process, and
 * meets the descriptors in the order of the tree. It looks only at the first /dev/tty of the tree.
 */
export const judgeOwnTerminals = (fds: Open[], list: Task[], around: Around): OwnTerminal[] => {
  const alias = fds.find(({ identity }) => identity?.rdev === controllingDevice);
  const tasks = new Map(list.map((task) => [task.pid, task]));
  const task = alias === undefined ? undefined : tasks.get(alias.pid);
  // Without a controlling terminal any more the descriptor is hung up, and CRIU keeps it so.
  if (alias === undefined || task === undefined || task.ttyNr === 0) return [];
  const terminal = deviceOf(task.ttyNr);
  const end = fds.find((open) => isEndOf(open, terminal, task.sid, tasks));
  if (end === undefined)
    return [{ kind: 'controlling-alias', open: alias, why: 'nobody in the tree has it open by its own name' }];
  if (end.pid !== alias.pid) {
    return [{ kind: 'controlling-alias', open: alias, why: `its own name is open in process ${end.pid} instead` }];
  }
  const leaves = around.outsideRdevs.has(terminal) && tasks.has(task.sid);
  return leaves && around.purpose !== 'dump' ? [{ kind: 'controlling-alias-lost', open: alias, why: '' }] : [];
};
