/** What an agent saw of a source that it gave back. */
export interface ThawSeen {
  tasks: number;
  wasFrozen: boolean;
  cgroupFrozen: boolean;
  provedAt: string;
}

/** The proof that the source runs again, in words. */
export const sayThaw = ({ tasks, wasFrozen, cgroupFrozen, provedAt }: ThawSeen): string => {
  const when = `at ${provedAt.slice(11, 19)} UTC`;
  if (cgroupFrozen) return `Looked at ${when}: its cgroup is still frozen.`;
  if (!wasFrozen) return `Looked at ${when}: nothing of it had been stopped yet.`;
  if (tasks === 0) return `Looked at ${when}: none of its processes lives here any more.`;
  const all =
    tasks === 1
      ? 'its one process lives with the start time it had'
      : `all ${tasks} processes live with the start times they had`;
  return `Proved ${when}: ${all}, none is stopped or traced, and their cgroup is thawed.`;
};
