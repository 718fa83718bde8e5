import { directoryOf, isNeededThere, isWritten } from '../comparison/compared-files.ts';
import type { Answers, DataDirectory, DependedFile, FactBundle, FilePlace, TreeFacts } from '../facts/index.ts';
import { isBelow } from './covered-paths.ts';
import { type FilePlan, type FilePlanEntry, sourceOwner, stagedRoots } from './file-plan.ts';
import { findDifference } from './find-difference.ts';
import type { StagingWish } from './staging-wish.ts';

export interface FilePlanInput {
  source: FactBundle;
  /** With its answers about the tree. */
  destination: FactBundle;
  wish: StagingWish;
}

type FileAnswer = Extract<Answers['files'], { known: true }>['value'][number];

interface Lookups {
  wish: StagingWish;
  shared: ReadonlySet<string>;
  /** Directories of which it was looked whether they are shared. */
  asked: ReadonlySet<string>;
  places: ReadonlyMap<string, FilePlace>;
  never: ReadonlyMap<string, string>;
  answers: ReadonlyMap<string, FileAnswer>;
}

/**
 * Says of every file the tree writes, of every declared data directory and of every file the destination lacks what becomes of
 * it. Null where nothing can be said: files that are not known, or a tree whose paths mean something else than its host's.
 */
export const planFiles = ({ source, destination, wish }: FilePlanInput): FilePlan | null => {
  const { tree } = source;
  const { answers } = destination;
  if (tree === undefined || answers === undefined || !tree.files.known || !seesItsHost(tree)) return null;
  const look = lookupsOf(source, answers, wish);
  const directories = dataDirectories(tree).map((directory) => planDirectory(directory, look));
  const carried = directories.filter(({ handling, needs }) => handling === 'staged' && needs === null);
  const files = tree.files.value.filter(isNeededThere);
  const written = files.filter(isWritten).map((file) => planWritten(file, carried, look));
  const before = [...directories, ...written];
  const missing = files.filter((file) => !isWritten(file)).flatMap((file) => planMissing(file, before, look) ?? []);
  const entries = [...before, ...missing, ...planExclusions(carried, wish)];
  const stagedBytes = stagedRoots({ entries }).reduce((sum, { bytes }) => sum + bytes, 0);
  return { entries, stagedBytes, sharedDirectories: [...look.shared], room: planRoom(entries, look), wish };
};

/** In a mount namespace of its own the same path is another file. */
const seesItsHost = ({ mountNamespaces }: TreeFacts): boolean =>
  mountNamespaces?.known === true && mountNamespaces.value.length === 0;

const dataDirectories = ({ dataDirectories: fact }: TreeFacts): DataDirectory[] => (fact?.known ? fact.value : []);

const lookupsOf = (source: FactBundle, answers: Answers, wish: StagingWish): Lookups => {
  const seen = answers.noncesSeen.known ? answers.noncesSeen.value : [];
  const asked = new Set((source.nonces ?? []).map(({ directory }) => directory));
  const places = answers.filePlaces?.known ? answers.filePlaces.value : [];
  const files = answers.files.known ? answers.files.value : [];
  return {
    wish,
    asked: new Set(seen.map(({ directory }) => directory).filter((directory) => asked.has(directory))),
    shared: new Set(seen.filter((answer) => answer.seen).map(({ directory }) => directory)),
    places: new Map(places.map((place) => [place.path, place])),
    never: new Map((source.neverTravel ?? []).map(({ path, reason }) => [path, reason])),
    answers: new Map(files.map((answer) => [answer.path, answer])),
  };
};

const entry = (
  path: string,
  kind: FilePlanEntry['kind'],
  rest: Partial<FilePlanEntry> & Pick<FilePlanEntry, 'handling' | 'by' | 'reason'>,
): FilePlanEntry => ({ path, kind, bytes: 0, needs: null, replace: false, within: null, refused: null, ...rest });

const planDirectory = ({ path, declaredBy, found, bytes }: DataDirectory, look: Lookups): FilePlanEntry => {
  const by = declaredBy === 'person' ? look.wish.by : sourceOwner;
  const of = (rest: Pick<FilePlanEntry, 'handling' | 'reason'> & Partial<FilePlanEntry>) =>
    entry(path, 'directory', { by, bytes, ...rest });
  if (look.wish.excluded.includes(path))
    return of({ handling: 'excluded', by: look.wish.by, reason: 'It was chosen to stay behind.' });
  if (found !== 'directory')
    return of({
      handling: 'excluded',
      reason: 'There is no such directory on the source.',
      refused: 'it is not there',
    });
  if (look.shared.has(path)) return of({ handling: 'shared', by: 'proof', reason: sawSecret });
  return of({ handling: 'staged', reason: 'It was declared as data of the workload.', ...obstacles(path, look, true) });
};

const sawSecret = 'A secret written beside it here was read there.';

/** What stands between a path and its place on the destination. */
const obstacles = (
  path: string,
  { never, places, wish }: Lookups,
  isDirectory: boolean,
): Pick<FilePlanEntry, 'refused' | 'needs' | 'replace'> => {
  const place = places.get(path);
  const isFree = place?.found === 'nothing' || (isDirectory && place?.found === 'empty-directory');
  const replace = !isFree && wish.replace.includes(path);
  return {
    refused: never.get(path) ?? refusalOf(place),
    replace,
    needs: isFree || replace || place === undefined ? null : 'replacement',
  };
};

const refusalOf = (place: FilePlace | undefined): string | null => {
  if (place === undefined) return 'the destination did not say whether it has a place for it';
  return place.found === 'mount-point' ? 'it is a mount point on the destination' : place.refused;
};

const planWritten = (file: DependedFile, carried: readonly FilePlanEntry[], look: Lookups): FilePlanEntry => {
  const { path, identity } = file;
  const bytes = identity.sizeBytes;
  const of = (rest: Pick<FilePlanEntry, 'handling' | 'by' | 'reason'> & Partial<FilePlanEntry>) =>
    entry(path, 'written', { bytes, ...rest });
  if (look.shared.has(directoryOf(path))) return of({ handling: 'shared', by: 'proof', reason: sawSecret });
  if (look.wish.excluded.includes(path))
    return of({ handling: 'excluded', by: look.wish.by, reason: 'It was chosen to stay behind.' });
  if (!look.asked.has(directoryOf(path)))
    return of({ handling: 'excluded', by: 'Godwit', reason: 'Whether it is shared could not be proved.' });
  const within = carried.find((directory) => isBelow(path, directory.path));
  if (within)
    return of({ handling: 'staged', by: within.by, reason: `It lies in ${within.path}.`, within: within.path });
  return of({
    handling: 'staged',
    by: 'Godwit',
    reason: 'The workload writes it, and it is private to the source.',
    ...obstacles(path, look, false),
    ...(isEqual(file, look.answers.get(path)) && { needs: null, replace: true }),
  });
};

/** A file with the same content at this moment is no other file. */
const isEqual = ({ identity, sha256 }: DependedFile, answer: FileAnswer | undefined): boolean =>
  answer?.identity.known === true &&
  answer.identity.value?.kind === identity.kind &&
  sha256.known &&
  answer.sha256.known &&
  sha256.value === answer.sha256.value;

/** Null for what is there as it should be, or lies where something else brings it along. */
const planMissing = (file: DependedFile, before: readonly FilePlanEntry[], look: Lookups): FilePlanEntry | null => {
  const { path, identity } = file;
  const difference = findDifference(file, look.answers.get(path));
  const comesAnyway = before.some(
    ({ handling, needs, kind, path: root }) =>
      handling === 'staged' && needs === null && ((kind === 'directory' && isBelow(path, root)) || isBelow(root, path)),
  );
  if (difference === null || comesAnyway) return null;
  const isApproved = [...look.wish.approved, ...look.wish.replace].includes(path);
  const { needs, ...rest } = obstacles(path, look, identity.kind === 'directory');
  return entry(path, 'missing', {
    handling: isApproved ? 'staged' : 'excluded',
    by: isApproved ? look.wish.by : 'nobody yet',
    reason: difference === 'missing' ? 'The destination lacks it.' : 'The destination has another one.',
    bytes: identity.kind === 'regular' ? identity.sizeBytes : 0,
    ...rest,
    needs: needs ?? (isApproved ? null : 'approval'),
  });
};

const planRoom = (entries: FilePlanEntry[], { places }: Lookups): FilePlan['room'] => {
  const room = new Map<string, FilePlan['room'][number]>();
  for (const { path, bytes } of stagedRoots({ entries })) {
    const place = places.get(path);
    if (place === undefined) continue;
    const before = room.get(place.device) ?? { path: directoryOf(path), neededBytes: 0, freeBytes: place.freeBytes };
    room.set(place.device, { ...before, neededBytes: before.neededBytes + bytes });
  }
  return [...room.values()];
};

const planExclusions = (carried: readonly FilePlanEntry[], { excluded, by }: StagingWish): FilePlanEntry[] =>
  excluded
    .filter((path) => carried.some((directory) => path !== directory.path && isBelow(path, directory.path)))
    .map((path) => entry(path, 'directory', { handling: 'excluded', by, reason: 'It was chosen to stay behind.' }));
