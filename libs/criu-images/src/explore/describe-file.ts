import type { fileEntry } from '../messages/files.ts';
import type { Decoded } from '../messages/message.ts';
import type { FileKind } from './checkpoint.ts';
import { clocks, nameOf } from './numbered-names.ts';
import { endpointText, unixAddress } from './socket-address.ts';

export type FileEntry = Decoded<typeof fileEntry>;

/** Images that say more about a file than its own entry does. */
export interface FileContext {
  memfdName: (inodeId: number) => string;
  terminal: (id: number) => string;
}

type Describe = (entry: FileEntry, context: FileContext) => string | undefined;

/** What tells a file from others of its kind. */
const describers: Record<FileKind, Describe> = {
  unknown: ({ type }) => `file of type ${type}`,
  file: ({ regular }) => regular?.name,
  pipe: ({ pipe }) => pipe && `pipe:[${pipe.pipeId}]`,
  fifo: ({ fifo }) => fifo && `fifo ${fifo.pipeId}`,
  'inet-socket': ({ inet }) =>
    inet &&
    ([endpointText(inet.sourceAddress, inet.sourcePort), endpointText(inet.destinationAddress, inet.destinationPort)]
      .filter(Boolean)
      .join(' to ') ||
      'not bound'),
  'unix-socket': ({ unix }) => unix && unixAddress(unix),
  eventfd: ({ eventfd }) => eventfd && `counter ${eventfd.counter}`,
  eventpoll: ({ eventpoll }) => eventpoll && `watches ${eventpoll.targets.map(({ fd }) => fd).join(', ') || 'nothing'}`,
  inotify: ({ inotify }) => inotify && `${inotify.watches.length} watches`,
  signalfd: ({ signalfd }) => signalfd && `signals 0x${signalfd.signals.toString(16)}`,
  'packet-socket': ({ packet }) => packet && `interface ${packet.interfaceIndex}`,
  terminal: ({ tty }, { terminal }) => tty && terminal(tty.ttyId),
  fanotify: ({ fanotify }) => fanotify && `${fanotify.marks.length} marks`,
  'netlink-socket': ({ netlink }) => netlink && `protocol ${netlink.protocol}, port ${netlink.portId}`,
  namespace: ({ namespace }) => namespace && `namespace ${namespace.nsId}`,
  tun: ({ tun }) => tun && (tun.device || 'no device'),
  external: () => 'given from outside',
  timerfd: ({ timerfd }) => timerfd && `clock ${nameOf(clocks, timerfd.clock)}`,
  memfd: ({ memfd }, { memfdName }) => memfd && memfdName(memfd.inodeId),
  'bpf-map': ({ bpfMap }) => bpfMap && (bpfMap.mapName || `type ${bpfMap.mapType}`),
  pidfd: ({ pidfd }) => pidfd && (pidfd.pid > 0 ? `process ${pidfd.pid}` : 'a dead process'),
};

/** One line about a file: a path, an address, a counter. */
export const describeFile = (kind: FileKind, entry: FileEntry, context: FileContext): string =>
  describers[kind](entry, context) ?? 'the image says nothing about it';

type Body = { flags?: number };

/** Status flags of open(2), as far as the kind of file has them. */
export const openFlags = (entry: FileEntry): number => {
  const bodies: (Body | undefined)[] = [entry.regular, entry.pipe, entry.tty, entry.memfd, entry.inet, entry.unix];
  return bodies.find((body) => body?.flags !== undefined)?.flags ?? 2;
};
