import { loadLibc } from './libc.ts';

const afUnix = 1;
/** SOCK_STREAM with SOCK_CLOEXEC: only who is given an end on purpose inherits it. */
const streamCloseOnExec = 1 | 0o2000000;

/** Two connected Unix sockets (socketpair(2)) as descriptors of this process. Null when they cannot be made, as without koffi. */
export const makeSocketPair = (): [number, number] | null => {
  const pair = Buffer.alloc(8);
  if (loadLibc()?.socketpair(afUnix, streamCloseOnExec, 0, pair) !== 0) return null;
  return [pair.readInt32LE(0), pair.readInt32LE(4)];
};
