import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { readText } from '../procfs/read-text.ts';

/** A line of mountinfo with the options of its filesystem, which tell apart what else looks the same. */
export interface FullMount extends Mount {
  superOptions: string;
}

/** All mounts a process sees (proc_pid_mountinfo(5)), with the options of their filesystems. */
export const parseFullMounts = (text: string): FullMount[] => {
  const lines = text.split('\n').filter(Boolean);
  return parseMountinfo(text).map((mount, index) => ({
    ...mount,
    superOptions: lines[index]?.split(' ').at(-1) ?? '',
  }));
};

/** Throws when /proc/PID/mountinfo may not be read. */
export const readMounts = (pid: number | 'self'): FullMount[] => parseFullMounts(readText(`/proc/${pid}/mountinfo`));
