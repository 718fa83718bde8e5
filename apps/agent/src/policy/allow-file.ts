import path from 'node:path';
import { toExpression } from './allow-workload.ts';
import type { Policy } from './policy.ts';

type FilePolicy = Pick<Policy, 'fileDirectories' | 'neverFiles'>;

const isBelow = (file: string, directory: string): boolean =>
  file === directory || file.startsWith(directory.endsWith('/') ? directory : `${directory}/`);

/** Why a path may never travel, as the middle of a sentence; null when nothing forbids it. A directory holds all that is in it. */
export const findNeverRefusal = ({ neverFiles }: FilePolicy, file: string): string | null => {
  const pattern = neverFiles.find((one) => [file, ...parentsOf(file)].some((at) => toExpression(one).test(at)));
  return pattern === undefined ? null : `the policy of this host forbids ${file} (pattern "${pattern}")`;
};

/** Why a file of a workload may not be written here, or a directory not be read for one; null when it may. */
export const findFileRefusal = (policy: FilePolicy, file: string): string | null => {
  const never = findNeverRefusal(policy, file);
  if (never !== null) return never;
  const { fileDirectories } = policy;
  if (fileDirectories.some((directory) => file !== directory && isBelow(file, directory))) return null;
  return `the policy of this host allows files of workloads below ${fileDirectories.join(', ') || 'no directory'}, and ${file} is not there`;
};

const parentsOf = (file: string): string[] => {
  const parents: string[] = [];
  for (let dir = path.posix.dirname(file); dir !== '/' && dir !== '.'; dir = path.posix.dirname(dir)) parents.push(dir);
  return parents;
};
