import type { Mapping, OpenFd, Task } from '../facts/index.ts';

interface Tree {
  tasks: readonly Task[];
  fds: readonly (OpenFd & { pid: number })[];
  mappings: readonly (Mapping & { pid: number })[];
}

/** An option of the kernel without which something this tree holds cannot be made anew. */
export interface NeededOption {
  option: string;
  /** The beginning of a sentence. */
  what: string;
  pid: number;
}

const byAnonymousInode: Record<string, { option: string; what: string }> = {
  eventpoll: { option: 'EPOLL', what: 'an epoll instance' },
  fanotify: { option: 'FANOTIFY', what: 'a fanotify group' },
  inotify: { option: 'INOTIFY_USER', what: 'an inotify instance' },
};

const ofFd = ({ pid, kind, anonInode }: Tree['fds'][number]): NeededOption[] => {
  const known = byAnonymousInode[anonInode ?? ''];
  if (known !== undefined) return [{ option: known.option, what: `Process ${pid} holds ${known.what}`, pid }];
  return kind === 'memfd' ? [{ option: 'MEMFD_CREATE', what: `Process ${pid} holds a memory file`, pid }] : [];
};

const ofMapping = ({ pid, path, vmFlags }: Tree['mappings'][number]): NeededOption[] => [
  ...(path.startsWith('/[aio]')
    ? [{ option: 'AIO', what: `Process ${pid} has an asynchronous I/O context`, pid }]
    : []),
  ...(path.startsWith('/SYSV') ? [{ option: 'SYSVIPC', what: `Process ${pid} has System V shared memory`, pid }] : []),
  ...(vmFlags.includes('ht') ? [{ option: 'HUGETLBFS', what: `Process ${pid} has memory in huge pages`, pid }] : []),
];

const ofTask = ({ pid, seccompMode }: Task): NeededOption[] =>
  seccompMode === 2 ? [{ option: 'SECCOMP_FILTER', what: `Process ${pid} is under a seccomp filter`, pid }] : [];

/** Options of the kernel that this tree needs where it is restored, each once. */
export const neededOptions = ({ tasks, fds, mappings }: Tree): NeededOption[] => {
  const all = [...tasks.flatMap(ofTask), ...fds.flatMap(ofFd), ...mappings.flatMap(ofMapping)];
  return [...new Map(all.reverse().map((need) => [need.option, need])).values()].reverse();
};
