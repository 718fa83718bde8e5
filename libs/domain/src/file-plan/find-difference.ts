import type { Answers, DependedFile, Fact } from '../facts/index.ts';

type FileAnswer = Extract<Answers['files'], { known: true }>['value'][number];

const differs = <T>(here: Fact<T>, there: Fact<T>): boolean =>
  here.known && there.known && here.value !== null && here.value !== there.value;

/** Whether a file that could be brought there is missing there, or another one. Null also where it is not known. */
export const findDifference = (file: DependedFile, answer: FileAnswer | undefined): 'missing' | 'different' | null => {
  const { identity, roles } = file;
  const isDirectory = identity.kind === 'directory' && !roles.includes('root');
  if (answer?.identity.known !== true || (identity.kind !== 'regular' && !isDirectory)) return null;
  const there = answer.identity.value;
  if (there === null) return 'missing';
  if (isDirectory || there.kind !== 'regular') return null;
  const isOther =
    identity.sizeBytes !== there.sizeBytes ||
    (identity.mode & 0o7777) !== (there.mode & 0o7777) ||
    differs(file.buildId, answer.buildId) ||
    differs(file.sha256, answer.sha256);
  return isOther ? 'different' : null;
};
