import type { Checkpoint, CheckpointSocket } from '@godwit/criu-images';
import { plainText } from './plain-text.ts';

const queueText = ({ received, unsent }: CheckpointSocket): string => {
  const waiting = [
    ...(received ? [`${received} bytes to read`] : []),
    ...(unsent ? [`${unsent} bytes not acknowledged`] : []),
  ];
  return waiting.length === 0 ? '' : `, ${waiting.join(', ')}`;
};

const holderText = ({ holders }: CheckpointSocket): string =>
  holders.length === 0 ? 'held by no descriptor' : holders.map(({ pid, fd }) => `${pid}/${fd}`).join(' ');

const socketLine = (socket: CheckpointSocket): string => {
  const { protocol, type, state, local, remote } = socket;
  const ends = [local, remote].filter(Boolean).map(plainText).join(' to ') || 'not bound';
  const kind = [protocol, type, state].filter(Boolean).join(' ');
  return `  ${kind}  ${ends}${queueText(socket)}  (${holderText(socket)})`;
};

/** One line per socket; in brackets process and descriptor of its holders. */
export const socketLines = ({ sockets }: Checkpoint): string[] => sockets.map(socketLine);
