import { parseStat } from '../procfs/parse-stat.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { listPids } from '../tree/walk-tree.ts';

export interface TakenId {
  id: number;
  comm: string;
}

/** /proc/N opens for thread ids too, although a listing of /proc does not show them. */
const holderOf = (id: number): string | null => readTextOrNull(`/proc/${id}/comm`)?.trim() ?? null;

/** Ids of process groups and sessions outlive their leader as long as a member is left. */
const groupsAndSessions = (): Map<number, string> => {
  const ids = new Map<number, string>();
  for (const pid of listPids()) {
    const text = readTextOrNull(`/proc/${pid}/stat`);
    if (text === null) continue;
    const { pgid, sid, comm } = parseStat(text);
    for (const id of [pgid, sid]) if (!ids.has(id)) ids.set(id, comm);
  }
  return ids;
};

/** Which of the ids are in use here as a process, a thread, a process group or a session, and by whom. */
export const findTakenIds = (ids: readonly number[]): TakenId[] => {
  const groups = groupsAndSessions();
  return ids.flatMap((id) => {
    const comm = holderOf(id) ?? groups.get(id);
    return comm === undefined ? [] : [{ id, comm }];
  });
};
