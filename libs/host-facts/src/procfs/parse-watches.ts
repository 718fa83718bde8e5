import type { Watch } from '@godwit/domain/facts';

/** One line of the fdinfo of an inotify or fanotify descriptor, with the handle of the inode where there is one. */
export interface WatchLine extends Pick<Watch, 'kind' | 'dev' | 'ino'> {
  handle?: { type: number; bytes: Buffer };
}

/** Fields `name:value` of one line; the values are hexadecimal unless the name says otherwise. */
const fieldsOf = (line: string): Map<string, string> =>
  new Map(
    line.split(' ').flatMap((field): [string, string][] => {
      const colon = field.indexOf(':');
      return colon < 0 ? [] : [[field.slice(0, colon), field.slice(colon + 1)]];
    }),
  );

/** The kernel's own device number: 12 bits of major, 20 of minor. */
const deviceOf = (text: string): string => {
  const number = Number.parseInt(text, 16);
  return `${number >>> 20}:${number & 0xfffff}`;
};

const handleOf = (fields: Map<string, string>): Pick<WatchLine, 'handle'> => {
  const bytes = fields.get('f_handle');
  if (bytes === undefined || fields.get('fhandle-bytes') === '0') return {};
  return { handle: { type: Number.parseInt(fields.get('fhandle-type') ?? '0', 16), bytes: Buffer.from(bytes, 'hex') } };
};

const parseLine = (line: string): WatchLine[] => {
  const fields = fieldsOf(line);
  const device = fields.get('sdev');
  const inode = fields.get('ino');
  const mount = fields.get('mnt_id');
  if (mount !== undefined) return [{ kind: 'mount', dev: String(Number.parseInt(mount, 16)), ino: '0' }];
  if (device === undefined) return [];
  if (inode === undefined) return [{ kind: 'filesystem', dev: deviceOf(device), ino: '0' }];
  const ino = String(BigInt(`0x${inode}`));
  return [{ kind: 'inode', dev: deviceOf(device), ino, ...handleOf(fields) }];
};

/** What the lines of fdinfo say an inotify or fanotify descriptor watches (proc_pid_fdinfo(5), fs/notify/fdinfo.c). */
export const parseWatches = (details: readonly string[]): WatchLine[] =>
  details.filter((line) => /^(inotify wd:|fanotify (ino|mnt_id|sdev):)/.test(line)).flatMap(parseLine);
