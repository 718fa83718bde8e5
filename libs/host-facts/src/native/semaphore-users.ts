import type { Libc } from './libc.ts';

/** semctl(2) and its GETPID; the C library takes a variable number of arguments, the kernel always four. */
const semctlNumber = process.arch === 'x64' ? 66 : 191;
const getPid = 11;
const mostAsked = 64;

/** Processes that used semaphores of a set last, in the IPC namespace this thread is in, as far as they may be asked. */
export const lastUsers = (libc: Libc, set: number, count: number): number[] => {
  const pids = Array.from({ length: Math.min(count, mostAsked) }, (_, index) =>
    Number(libc.syscall(semctlNumber, set, index, getPid, 0, 0)),
  );
  return [...new Set(pids.filter((pid) => pid > 0))];
};
