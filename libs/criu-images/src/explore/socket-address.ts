import type { Decoded } from '../messages/message.ts';
import type { unixSocket } from '../messages/sockets.ts';

/** Four bytes of a word that CRIU stored as it lay in memory, in network byte order. */
const bytesOf = (word: number): number[] => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];

const group = (high: number, low: number): string => ((high << 8) | low).toString(16);

/** The longest run of zero groups is written as `::` (RFC 5952). */
const shorten = (groups: string[]): string => {
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = text.indexOf(longest);
  return `${text.slice(0, at)}::${text.slice(at + longest.length).replace(/^:/, '')}`;
};

/** An address out of an inet socket image: one word for IPv4, four for IPv6; empty when there is none. */
export const addressText = (words: readonly number[]): string => {
  if (words.length === 1) return bytesOf(words[0] ?? 0).join('.');
  if (words.length !== 4) return '';
  return shorten(
    words.flatMap((word) => {
      const [a = 0, b = 0, c = 0, d = 0] = bytesOf(word);
      return [group(a, b), group(c, d)];
    }),
  );
};

/** `address:port`, with brackets around IPv6; `*` for no address, empty when there is neither. */
export const endpointText = (words: readonly number[], port: number): string => {
  const address = addressText(words);
  if (port === 0 && words.every((word) => word === 0)) return '';
  return `${words.length === 4 ? `[${address}]` : address}:${port}`;
};

/** Name of a unix socket: a path without its closing zero, or `@name` for an abstract one; empty when it has none. */
const unixName = (name: Uint8Array): string => {
  const text = new TextDecoder().decode(name);
  return text.startsWith('\0') ? `@${text.slice(1)}` : text.replace(/\0.*$/s, '');
};

/** What a unix socket is known by: its name, a relative one below the directory it was bound in, else its inode. */
export const unixAddress = (socket: Pick<Decoded<typeof unixSocket>, 'name' | 'nameDirectory' | 'inode'>): string => {
  const name = unixName(socket.name);
  if (name === '') return `socket:[${socket.inode}]`;
  const isRelative = !/^[/@]/.test(name) && socket.nameDirectory !== undefined;
  return isRelative ? `${socket.nameDirectory}/${name}` : name;
};
