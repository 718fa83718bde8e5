import { type Column, formatBytes } from '@godwit/ui';
import type { ImageContents } from '../../api/types.ts';

type File = ImageContents['processes'][number]['files'][number];
type Socket = ImageContents['sockets'][number];

const deletedWords = {
  'in-images': 'deleted; its content is in the images',
  linked: 'deleted; a link was left beside it',
  'dead-process': 'of a process that is dead',
} as const;

const none = <span className="text-ink-3">–</span>;

/** What a process has open. */
export const fileColumns: readonly Column<File>[] = [
  { id: 'fd', title: 'fd', cell: (one) => <span className="font-mono text-xs">{one.fd}</span> },
  {
    id: 'what',
    title: 'File',
    cell: (one) => (
      <span className="block min-w-0">
        <span className="block font-mono text-xs break-all">{one.what}</span>
        {one.deleted ? <span className="block text-xs text-amber">{deletedWords[one.deleted]}</span> : null}
      </span>
    ),
  },
  { id: 'kind', title: 'Kind', cell: (one) => one.kind },
  { id: 'access', title: 'Opened to', cell: (one) => one.access },
  { id: 'position', title: 'At', align: 'right', cell: (one) => one.position ?? none },
  { id: 'size', title: 'Size', align: 'right', cell: (one) => (one.size === null ? none : formatBytes(one.size)) },
];

const holdersOf = ({ holders }: Socket): string => holders.map(({ pid, fd }) => `${pid}:${fd}`).join(', ');

/** Sockets of the whole tree. */
export const socketColumns: readonly Column<Socket>[] = [
  {
    id: 'local',
    title: 'Local',
    cell: (one) => <span className="font-mono text-xs break-all">{one.local || 'not bound'}</span>,
  },
  { id: 'remote', title: 'Remote', cell: (one) => <span className="font-mono text-xs break-all">{one.remote}</span> },
  { id: 'kind', title: 'Kind', cell: (one) => `${one.family} ${one.protocol} ${one.type}` },
  { id: 'state', title: 'State', cell: (one) => one.state },
  {
    id: 'queues',
    title: 'To be read / sent',
    align: 'right',
    cell: (one) =>
      one.received === null && one.unsent === null
        ? none
        : `${formatBytes(one.received ?? 0)} / ${formatBytes(one.unsent ?? 0)}`,
  },
  {
    id: 'holders',
    title: 'Held by (pid:fd)',
    cell: (one) => <span className="font-mono text-xs">{holdersOf(one)}</span>,
  },
];
