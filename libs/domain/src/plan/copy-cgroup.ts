/** What an agent accepts in a cgroup path; systemd's own escapes (a backslash) are outside of it. */
const refused = /[^A-Za-z0-9_.@:/-]/g;

/** The cgroup a copy is to live in: where the tree lived on its source, else one of its own named by its key. */
export const copyCgroup = (ownCgroup: string | null, workloadKey: string): string =>
  (ownCgroup ?? `/godwit-workloads/${workloadKey.replaceAll('/', '_')}`).replace(refused, '_');
