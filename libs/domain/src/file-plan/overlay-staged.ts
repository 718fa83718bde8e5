import {
  type Answers,
  type DependedFile,
  type FactBundle,
  type FileIdentity,
  type FilePlace,
  known,
} from '../facts/index.ts';
import { howCovered } from './covered-paths.ts';
import type { FilePlan } from './file-plan.ts';

type FileAnswer = Extract<Answers['files'], { known: true }>['value'][number];

/**
 * The destination as it will be once everything is in place: what is staged counts as there, and as the source has it. On a
 * second look only what the destination was seen to have counts, and files that a person approved must really lie there.
 */
export const overlayStaged = (source: FactBundle, destination: FactBundle, plan: FilePlan): FactBundle => {
  const { answers } = destination;
  if (answers === undefined || !answers.files.known || !source.tree?.files.known) return destination;
  const staged = answers.staged?.known ? answers.staged.value : undefined;
  const here = new Map(source.tree.files.value.map((file) => [file.path, file]));
  const places = new Map((answers.filePlaces?.known ? answers.filePlaces.value : []).map((one) => [one.path, one]));
  const files = answers.files.value.map((answer) =>
    comesAlong(answer, howCovered(answer.path, plan, staged))
      ? asStaged(answer, here.get(answer.path), places.get(answer.path)?.mount ?? null)
      : answer,
  );
  return { ...destination, answers: { ...answers, files: known(files) } };
};

/** A directory above that is there already keeps its mode and owner, whatever comes below it. */
const comesAlong = ({ identity }: FileAnswer, how: ReturnType<typeof howCovered>): boolean =>
  how === 'carried' || (how === 'on-the-way' && identity.known && identity.value === null);

const asStaged = (answer: FileAnswer, file: DependedFile | undefined, mount: FilePlace['mount']): FileAnswer => ({
  ...answer,
  identity: known(file?.identity ?? directory(answer.path)),
  ...(file && { buildId: file.buildId, sha256: file.sha256 }),
  ...(answer.mount === undefined && mount !== null && { mount: known(mount) }),
  ...(answer.locks && { locks: known([]) }),
});

/** What is asked about and is no file of the tree is a directory that something is made in. */
const directory = (path: string): FileIdentity => ({
  path,
  kind: 'directory',
  dev: '0:0',
  ino: '0',
  mode: 0o755,
  sizeBytes: 0,
  allocatedBytes: 0,
  nlink: 2,
  rdev: '0:0',
  uid: 0,
  gid: 0,
  mtimeMs: 0,
  state: 'linked',
});
