import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../configuration/write-file-durably.ts';

export const knownPeersFile = (stateDir: string): string => path.join(stateDir, 'known-peers.json');

const schema = z.record(z.string(), z.string());

/** The fingerprint under which an agent was seen first; null for one that was never seen. */
export const findKnownPeer = (stateDir: string, hostId: string): string | null => readAll(stateDir)[hostId] ?? null;

/** Keeps the key of an agent that was seen for the first time. */
export const keepKnownPeer = (stateDir: string, hostId: string, fingerprint: string): void => {
  const known = { ...readAll(stateDir), [hostId]: fingerprint };
  writeFileDurably(knownPeersFile(stateDir), `${JSON.stringify(known, null, 2)}\n`);
};

/** A damaged file is an error and not an empty one: it would have refused somebody. */
const readAll = (stateDir: string): Record<string, string> => {
  const file = knownPeersFile(stateDir);
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
};
