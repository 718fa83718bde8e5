import { statSync } from 'node:fs';
import { type Answers, type Fact, known, type Questions, unknown } from '@godwit/domain/facts';
import { hashFile } from '../files/hash-file.ts';
import { readBuildId } from '../files/read-build-id.ts';
import { identityOf } from '../files/read-identity.ts';
import { attempt, reasonOf } from '../procfs/read-text.ts';

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

const answerFile = async (question: FileQuestion, signal?: AbortSignal): Promise<FileAnswer> => {
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
  };
};

/** Existence, identity and, where asked for, build-id and content hash of paths on this host. */
export const answerFiles = async (questions: readonly FileQuestion[], signal?: AbortSignal): Promise<FileAnswer[]> => {
  const answers: FileAnswer[] = [];
  for (const question of questions) answers.push(await answerFile(question, signal));
  return answers;
};
