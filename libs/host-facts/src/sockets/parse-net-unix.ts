import type { UnixSocket } from '@godwit/domain/facts';
import { unixTypes } from './unix-entry.ts';

/** What /proc/PID/net/unix tells of a socket: neither its peer nor its queue. */
export interface UnixTableLine {
  inode: string;
  type: UnixSocket['type'];
  state: UnixSocket['state'];
  /** A connection that nobody accepted yet; it carries the listener's name. */
  connecting: boolean;
  name: string | null;
}

const listenFlag = 0x10000;

const stateOf = (flags: number, state: number): UnixSocket['state'] => {
  if ((flags & listenFlag) !== 0) return 'listen';
  return state === 3 ? 'established' : 'unconnected';
};

const parseLine = (line: string): UnixTableLine => {
  const fields = line.split(/ +/);
  const flags = Number.parseInt(fields[3] ?? '0', 16);
  const state = Number.parseInt(fields[5] ?? '0', 16);
  return {
    inode: fields[6] ?? '0',
    type: unixTypes[Number.parseInt(fields[4] ?? '0', 16)] ?? 'stream',
    state: stateOf(flags, state),
    connecting: state === 2,
    name: fields[7] === undefined ? null : fields.slice(7).join(' '),
  };
};

/** The table /proc/PID/net/unix (proc_pid_net(5)). */
export const parseNetUnix = (text: string): UnixTableLine[] => text.split('\n').slice(1).filter(Boolean).map(parseLine);
