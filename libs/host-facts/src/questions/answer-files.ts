import { statSync } from 'node:fs';
import { type Answers, type Fact, type FileIdentity, known, type Questions, unknown } from '@godwit/domain/facts';
import { hashFile } from '../files/hash-file.ts';
import { readBuildId } from '../files/read-build-id.ts';
import { identityOf } from '../files/read-identity.ts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { attempt, readText, reasonOf } from '../procfs/read-text.ts';
import { findLocks } from './find-locks.ts';
import { lockedAs } from './locked-as.ts';
import { mountFlags } from './mount-flags.ts';

type FileQuestion = Questions['files'][number];
type FileAnswer = Extract<Answers['files'], { known: true }>['value'][number];

const readIdentity = (path: string): FileAnswer['identity'] =>
  attempt(path, () => {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : identityOf(stat, path, 'linked');
  });

const hash = async (path: string, signal?: AbortSignal): Promise<Fact<string>> => {
  try {
    return known(await hashFile(path, signal));
  } catch (error) {
    signal?.throwIfAborted();
    return unknown(reasonOf(error, path));
  }
};

/** Tables of this host that are read once for all files. */
interface Tables {
  mounts: Fact<Mount[]>;
  locks: Fact<string>;
}

const answerFile = async (question: FileQuestion, tables: Tables, signal?: AbortSignal): Promise<FileAnswer> => {
  const { path } = question;
  const identity = readIdentity(path);
  const regular = identity.known && identity.value?.kind === 'regular';
  const notThere = unknown<never>('There is no regular file to read.');
  const unasked = unknown<never>('It was not asked for.');
  return {
    path,
    identity,
    buildId: question.wantBuildId ? (regular ? attempt(path, () => readBuildId(path)) : notThere) : unasked,
    sha256: question.wantSha256 ? (regular ? await hash(path, signal) : notThere) : unasked,
    ...answerAround(question, identity, tables),
  };
};

/** What surrounds the file: its mount, and who locks it. */
const answerAround = (
  { path, wantLocks }: FileQuestion,
  identity: FileAnswer['identity'],
  { mounts, locks }: Tables,
): Pick<FileAnswer, 'mount' | 'locks'> => {
  if (!identity.known || identity.value === null) return {};
  const file = identity.value;
  return {
    mount: mounts.known ? attempt(path, () => mountFlags(path, mounts.value)) : mounts,
    ...(wantLocks === true ? { locks: locksOf(path, file, { mounts, locks }) } : {}),
  };
};

/** Some file systems list a lock by other numbers than stat(2) tells: btrfs by its own, overlays by those of a layer. */
const locksOf = (path: string, file: FileIdentity, { mounts, locks }: Tables): Fact<string[]> => {
  if (!locks.known) return locks;
  return attempt(path, () => {
    const { dev, ino } = lockedAs(path, file, mounts);
    return [...new Set([...findLocks(locks.value, dev, ino), ...findLocks(locks.value, file.dev, file.ino)])];
  });
};

/** Existence, identity and, where asked for, build-id and content hash of paths on this host. */
export const answerFiles = async (questions: readonly FileQuestion[], signal?: AbortSignal): Promise<FileAnswer[]> => {
  const tables: Tables = {
    mounts: attempt('/proc/self/mountinfo', () => parseMountinfo(readText('/proc/self/mountinfo'))),
    locks: attempt('/proc/locks', () => readText('/proc/locks')),
  };
  const answers: FileAnswer[] = [];
  for (const question of questions) answers.push(await answerFile(question, tables, signal));
  return answers;
};
