import { readText } from '../procfs/read-text.ts';

/** Which ids of the host a user namespace knows. */
export interface IdMap {
  uid: (id: number) => boolean;
  gid: (id: number) => boolean;
}

const readRanges = (file: string): ((id: number) => boolean) => {
  const ranges = readText(file)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.trim().split(/\s+/).map(Number));
  return (id) => ranges.some(([, first = 0, count = 0]) => id >= first && id < first + count);
};

/** The ids that the user namespace of a process maps (user_namespaces(7)), told in ids of this process. */
export const readIdMap = (pid: number): IdMap => ({
  uid: readRanges(`/proc/${pid}/uid_map`),
  gid: readRanges(`/proc/${pid}/gid_map`),
});
