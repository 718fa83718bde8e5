import type { OpenFd } from '@godwit/domain/facts';
import { compareEpollTarget, type EpollSlot } from '../native/compare-epoll-target.ts';
import type { Libc } from '../native/libc.ts';

interface Target {
  fd: number;
  inode: string;
  before: number;
}

/** Targets that are tried per epoll descriptor: a server may wait for a hundred thousand connections. */
const triedPerEpoll = 5_000;

/** `tfd: 5 events: 19 data: 5 pos:0 ino:1b07 sdev:f` (proc_pid_fdinfo(5)); the inode is hexadecimal, since Linux 4.11. */
const targetsOf = (details: readonly string[]): Target[] => {
  const seen = new Map<number, number>();
  return details.flatMap((line) => {
    const [, number, ino] = /^tfd:\s*(\d+) .*\bino:([0-9a-f]+)/.exec(line) ?? [];
    if (number === undefined || ino === undefined) return [];
    const fd = Number(number);
    const before = seen.get(fd) ?? 0;
    seen.set(fd, before + 1);
    return [{ fd, inode: String(BigInt(`0x${ino}`)), before }];
  });
};

/**
 * Numbers an epoll descriptor waits for that are no longer open in its process under any number: CRIU looks for the
 * very same open file in that process (eventpoll.c). Null when the kernel cannot be asked.
 */
export const findEscapedTargets = (
  libc: Libc | null,
  pid: number,
  epoll: OpenFd,
  own: ReadonlyMap<number, OpenFd>,
): number[] | null => {
  const escaped: number[] = [];
  for (const { fd, inode, before } of targetsOf(epoll.details).slice(0, triedPerEpoll)) {
    const slot = { epoll: epoll.fd, target: fd, before };
    const found = isAmong(libc, pid, candidatesFor(own, fd, inode), slot);
    if (found === null) return null;
    if (!found) escaped.push(fd);
  }
  return escaped;
};

/** First what has the number now, listed or opened since, then whatever else of the process lies on the same inode. */
function* candidatesFor(own: ReadonlyMap<number, OpenFd>, number: number, inode: string): Generator<number> {
  yield number;
  for (const { fd, inode: held } of own.values()) if (fd !== number && held === inode) yield fd;
}

/** Whether one of the candidates is the target, or nothing is waited for any more; null when the kernel does not say. */
const isAmong = (libc: Libc | null, pid: number, candidates: Iterable<number>, slot: EpollSlot): boolean | null => {
  for (const candidate of candidates) {
    const answer = compareEpollTarget(libc, pid, candidate, slot);
    if (answer === null) return null;
    if (answer !== 'other') return true;
  }
  return false;
};
