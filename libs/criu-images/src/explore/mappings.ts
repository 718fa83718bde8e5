import type { mapping } from '../messages/memory.ts';
import type { Decoded } from '../messages/message.ts';
import type { CheckpointMapping } from './checkpoint.ts';
import type { FileTable } from './load-files.ts';

type Mapping = Decoded<typeof mapping>;

/** Bits of a mapping's status, the telling ones first (CRIU 4.2, criu/include/image.h). */
const kinds: readonly (readonly [bit: number, name: string])[] = [
  [27, 'device of a plugin'],
  [17, 'uprobes'],
  [16, 'guard'],
  [15, 'shadow stack'],
  [13, 'aio ring'],
  [12, 'vvar'],
  [11, 'socket'],
  [10, 'sysv shared memory'],
  [5, 'heap'],
  [3, 'vdso'],
  [2, 'vsyscall'],
  [1, 'stack'],
  [14, 'memfd'],
  [7, 'shared file'],
  [6, 'private file'],
  [8, 'shared anonymous'],
  [9, 'private anonymous'],
];
const fileBits = (1 << 6) | (1 << 7) | (1 << 14);
const sharedFlag = 1;
/** MAP_GROWSDOWN: today's images mark the stack by this alone. */
const growsDownFlag = 0x100;

const kindOf = ({ status, flags }: Mapping): string =>
  flags & growsDownFlag ? 'stack' : (kinds.find(([bit]) => status & (1 << bit))?.[1] ?? 'other');

const accessOf = ({ protection, flags }: Mapping): string =>
  [
    protection & 1 ? 'r' : '-',
    protection & 2 ? 'w' : '-',
    protection & 4 ? 'x' : '-',
    flags & sharedFlag ? 's' : 'p',
  ].join('');

/** One mapping as a line of /proc/PID/maps would show it. */
export const describeMapping = (one: Mapping, files: FileTable): CheckpointMapping => ({
  start: one.start.toString(16),
  end: one.end.toString(16),
  bytes: Number(one.end - one.start),
  access: accessOf(one),
  kind: kindOf(one),
  path: one.status & fileBits ? files.path(Number(one.shmid)) : null,
});
