import { lstatSync } from 'node:fs';
import type { Answers } from '@godwit/domain/facts';
import { loadLibc } from '../native/libc.ts';
import { readSocketTables } from '../sockets/read-socket-tables.ts';
import type { UnixEntry } from '../sockets/unix-entry.ts';
import { findOutsideHolders } from '../tree/outside-holders.ts';

type FoundName = Extract<NonNullable<Answers['unixNamesFound']>, { known: true }>['value'][number];

/**
 * A bound name is that of a listener, or of a datagram socket, which counts as established as soon as somebody sends to
 * it; accepted connections repeat the name of their listener.
 */
const bears = (entry: UnixEntry, name: string): boolean =>
  entry.name === name && (entry.state !== 'established' || entry.type === 'dgram');

const kindOfPath = (name: string): FoundName['found'] => {
  if (!name.startsWith('/')) return 'nothing';
  const found = lstatSync(name, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing';
  return found.isSocket() ? 'stale' : 'other';
};

const describe = (name: string, entry: UnixEntry | undefined, owner: string | null): FoundName => {
  const place = kindOfPath(name);
  const bound = entry !== undefined && (place === 'stale' || name.startsWith('@'));
  return { name, found: bound ? 'bound' : place, type: bound ? entry.type : null, owner: bound ? owner : null };
};

/** What bears the names of unix sockets here. Throws when the kernel's tables cannot be read. */
export const findUnixNames = async (names: readonly string[], signal?: AbortSignal): Promise<FoundName[]> => {
  if (names.length === 0) return [];
  const { unix } = readSocketTables(loadLibc(), process.pid);
  const entries = names.map((name) => ({ name, entry: unix.find((candidate) => bears(candidate, name)) }));
  const inodes = entries.flatMap(({ entry }) => (entry === undefined ? [] : [entry.inode]));
  const { sockets } = await findOutsideHolders(new Set(), { pipes: [], sockets: inodes }, signal);
  return entries.map(({ name, entry }) => {
    const holder = sockets.get(entry?.inode ?? '');
    return describe(name, entry, holder === undefined ? null : `${holder.comm} (pid ${holder.pid})`);
  });
};
