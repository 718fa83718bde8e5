import { type DependedFile, type Fact, known, unknown } from '@godwit/domain/facts';
import { hashFile } from '../files/hash-file.ts';
import { readBuildId } from '../files/read-build-id.ts';
import { attempt, reasonOf } from '../procfs/read-text.ts';
import type { GatheredFile } from './gather-files.ts';
import { pause } from './pause.ts';

export interface InspectOptions {
  hash: boolean;
  signal?: AbortSignal;
}

/** Roles whose content the loader or CRIU compares. */
const mayBeElf = new Set<DependedFile['roles'][number]>(['executable', 'library', 'mapped', 'open']);

const leaseReason = 'A lease is held on the file, and opening it would send its holder a signal.';

const buildIdOf = ({ file, magic, leased }: GatheredFile): Fact<string | null> => {
  if (leased) return unknown(leaseReason);
  if (file.identity.kind !== 'regular' || !file.roles.some((role) => mayBeElf.has(role))) return known(null);
  return attempt(file.path, () => readBuildId(magic));
};

/** Of a file that is written the content is read only where that takes a moment. */
const writtenLimitBytes = 64 << 20;

/** Why a file's content is not hashed, or null when it is to be. */
const noHashReason = ({ file, leased }: GatheredFile, options: InspectOptions): string | null => {
  if (leased) return leaseReason;
  if (file.identity.kind !== 'regular') return 'Only regular files have content to compare.';
  if (!options.hash) return 'The content was not asked for.';
  if (file.openForWriting && file.identity.sizeBytes > writtenLimitBytes)
    return 'The file is open for writing and large, so its content would change while it is read.';
  if (file.identity.state !== 'linked') return 'The file has no name any more; CRIU carries its content itself.';
  return null;
};

const sha256Of = async (gathered: GatheredFile, options: InspectOptions): Promise<Fact<string>> => {
  const reason = noHashReason(gathered, options);
  if (reason !== null) return unknown(reason);
  try {
    return known(await hashFile(gathered.magic, options.signal));
  } catch (error) {
    options.signal?.throwIfAborted();
    return unknown(reasonOf(error, gathered.file.path));
  }
};

/** Adds build-ids and, where asked for, content hashes to the files of a tree. */
export const inspectFiles = async (
  files: readonly GatheredFile[],
  options: InspectOptions,
): Promise<DependedFile[]> => {
  const inspected: DependedFile[] = [];
  for (const gathered of files) {
    if (inspected.length % 20 === 19) await pause(options.signal);
    inspected.push({ ...gathered.file, buildId: buildIdOf(gathered), sha256: await sha256Of(gathered, options) });
  }
  return inspected;
};
