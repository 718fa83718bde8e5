import type { TreeFacts } from '@godwit/domain/facts';

export type Mount = Extract<TreeFacts['mounts'], { known: true }>['value'][number];

/** Space, tab, newline and backslash stand as octal escapes in mountinfo. */
const unescapeOctal = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
    : text;

const parseLine = (line: string): Mount => {
  const fields = line.split(' ');
  const dash = fields.indexOf('-', 6);
  const text = (index: number): string => unescapeOctal(fields[index] ?? '');
  return {
    mountId: Number(fields[0]),
    parentId: Number(fields[1]),
    dev: text(2),
    root: text(3),
    mountPoint: text(4),
    options: text(5),
    optionalFields: fields.slice(6, dash),
    filesystem: text(dash + 1),
    source: text(dash + 2),
  };
};

/** Mounts of /proc/PID/mountinfo (proc_pid_mountinfo(5)), in the kernel's order. */
export const parseMountinfo = (text: string): Mount[] => text.split('\n').filter(Boolean).map(parseLine);
