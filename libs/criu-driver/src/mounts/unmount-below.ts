import { readFileSync } from 'node:fs';
import { runProgram } from '../program/run-program.ts';

/** Octal escapes of spaces, tabs, newlines and backslashes (proc_pid_mountinfo(5)). */
const escapes = /\\([0-7]{3})/g;

const decode = (field: string): string =>
  field.replace(escapes, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));

/** Where something is mounted that this process sees: the fifth field of proc_pid_mountinfo(5), in the order of mounting. */
const listMountPoints = (): string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map(decode);

/** Whether something is mounted exactly there. */
export const isMounted = (point: string): boolean => listMountPoints().includes(point);

/** What is mounted somewhere below a directory, the last first. */
export const listMountsBelow = (dir: string): string[] =>
  listMountPoints()
    .filter((point) => point.startsWith(`${dir}/`))
    .reverse();

/**
 * Unmounts all that is mounted below a directory, so that it can be removed without reaching into what was mounted. CRIU 4.2
 * mounts the cgroup hierarchies below its work directory for a restore that manages cgroups, and leaves them there when it is killed.
 *
 * @throws Error when something is still mounted there
 */
export const unmountBelow = async (dir: string): Promise<void> => {
  for (const point of listMountsBelow(dir)) await runProgram(['umount', '--lazy', point]);
  const [left] = listMountsBelow(dir);
  if (left !== undefined) throw new Error(`Something is still mounted at ${left}, and nothing above it is removed.`);
};
