import type { OpenFd } from '@godwit/domain/facts';

export interface FdLink {
  kind: OpenFd['kind'];
  anonInode?: string;
  /** Inode number where the link names one: pipe:[123]. */
  inode?: string;
}

/** What the target of /proc/PID/fd/N says about the open file (proc_pid_fd(5)). */
export const parseFdLink = (link: string): FdLink => {
  if (link.startsWith('/memfd:')) return { kind: 'memfd' };
  if (link.startsWith('/')) return { kind: 'file' };
  const [, word, inode] = /^(pipe|socket):\[(\d+)\]$/.exec(link) ?? [];
  if (word !== undefined) return { kind: word === 'pipe' ? 'pipe' : 'socket', inode };
  // The kernel writes anon_inode:[eventfd], and for a few kinds (inotify, bpf-map) no brackets.
  const anon = /^anon_inode:\[?(.*?)\]?$/.exec(link)?.[1];
  if (anon !== undefined) return { kind: 'anon-inode', anonInode: anon };
  return { kind: 'other', inode: /:\[(\d+)\]$/.exec(link)?.[1] };
};
