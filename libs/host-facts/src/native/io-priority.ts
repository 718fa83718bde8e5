import { arch } from 'node:process';
import type { Libc } from './libc.ts';

/** Number of ioprio_get(2) by processor. */
const callNumbers: Partial<Record<NodeJS.Architecture, number>> = { x64: 252, arm64: 31, s390x: 283, ppc64: 274 };
const whoProcess = 1;

/** ioprio_get(2) of one thread: class in the bits from 13 on, level below. Undefined where it cannot be read. */
export const readIoPriority = (libc: Libc | null, tid: number): number | undefined => {
  const number = callNumbers[arch];
  if (libc === null || number === undefined) return undefined;
  const answer = Number(libc.syscall(number, whoProcess, tid, 0, 0, 0));
  return answer < 0 ? undefined : answer;
};
