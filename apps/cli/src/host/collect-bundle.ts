import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readCriuFacts, readToolVersions } from '@godwit/criu-driver';
import { bundleVersion, type FactBundle, type HostFacts, known, unknown } from '@godwit/domain/facts';
import { collectHost, collectTree } from '@godwit/host-facts';
import { recallMatrix } from '@godwit/probes';
import { findCriu } from './find-criu.ts';
import { probesFolder } from './probes-folder.ts';

/** Where an agent keeps images, whose space is judged; GODWIT_IMAGES names another place. */
const imagesDirectory = (): string => process.env.GODWIT_IMAGES ?? '/var/lib/godwit/images';

/** What CRIU says of itself is kept for this boot: asking for every feature takes seconds. */
const cacheFile = (): string | undefined => {
  const directory = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'godwit');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return join(directory, 'criu-facts.json');
  } catch {
    return undefined;
  }
};

const readCriu = async (path: string | null): Promise<HostFacts['criu']> => {
  if (path !== null) return readCriuFacts(path, cacheFile());
  return unknown('No CRIU was found on PATH. Install it, or name one with --criu or GODWIT_CRIU.');
};

export interface HostParts {
  criu?: string;
  /** Start the tools CRIU may need and ask them for their versions; a preflight of a moment does without. */
  toolVersions?: boolean;
}

export const collectHostHere = async ({ criu, toolVersions }: HostParts): Promise<HostFacts> => {
  const criuPath = findCriu(criu);
  const host = await collectHost({
    readCriu: () => readCriu(criuPath),
    criuPath,
    imagesDirectory: imagesDirectory(),
    ...(toolVersions === true ? { readToolVersions } : {}),
  });
  const matrix = host.criu.known ? recallMatrix(probesFolder(), host.criu.value.path) : null;
  return matrix === null ? host : { ...host, capabilityMatrix: known(matrix, 'godwit doctor --probes') };
};

export interface BundleParts extends HostParts {
  /** Process at the top of the tree; without it only the host is read. */
  pid?: number;
  /** Hash the files the tree depends on, to compare them with a destination. */
  hash: boolean;
}

/** Reads this host and, where asked for, one tree. The tree comes first: its process may end. */
export const collectBundle = async ({ pid, hash, ...host }: BundleParts): Promise<FactBundle> => {
  const tree = pid === undefined ? undefined : await collectTree({ pid, hash });
  const bundle = {
    format: 'godwit-facts',
    version: bundleVersion,
    collectedAt: new Date().toISOString(),
    host: await collectHostHere(host),
  } as const;
  return tree === undefined ? bundle : { ...bundle, tree };
};
