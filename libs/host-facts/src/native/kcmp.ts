import { arch } from 'node:process';
import type { sharedKinds } from '@godwit/domain/facts';
import type { Libc } from './libc.ts';

export type SharedKind = (typeof sharedKinds)[number];

/** Number of kcmp(2) by processor. */
const callNumbers: Partial<Record<NodeJS.Architecture, number>> = { x64: 312, arm64: 272, s390x: 343, ppc64: 354 };

/** enum kcmp_type of include/uapi/linux/kcmp.h. */
const types: Record<SharedKind, number> = { vm: 1, files: 2, fs: 3, sighand: 4, sysvsem: 6 };

/** kcmp(2) was refused: errno as the kernel said it. ESRCH (3) means that one of the tasks is gone. */
export class KcmpError extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`kcmp answered with errno ${errno}`);
    this.name = 'KcmpError';
    this.errno = errno;
  }
}

/**
 * Compares one table of two tasks by kcmp(2): 0 when it is the same one, below or above zero for an order that all pairs
 * agree on. Throws KcmpError; without a known call number with ENOSYS (38).
 */
export const compareTable = (libc: Libc, kind: SharedKind, left: number, right: number): number => {
  const number = callNumbers[arch];
  if (number === undefined) throw new KcmpError(38);
  const answer = Number(libc.syscall(number, left, right, types[kind], 0, 0));
  if (answer < 0) throw new KcmpError(libc.errno());
  return answer === 2 ? -1 : answer;
};
