import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { mostRoundsEver } from '@godwit/domain/pre-copy';

/** The link by which CRIU finds the round before. It never travels: either host makes its own. */
const parentLink = 'parent';
const roundName = /^pre-([1-9]\d?)$/;

/** The directory of a round among the images. */
export const roundDirectory = (round: number): string => `pre-${round}`;

/**
 * Takes a name apart that came from another host, of a file of a round (`pre-2/pages-1.img`) or of the dump itself.
 *
 * @returns null when it is neither
 */
export const readImageName = (name: string): { round: number | null; file: string } | null => {
  const [first = '', second, ...more] = name.split('/');
  const file = second ?? first;
  const round = second === undefined ? null : Number(roundName.exec(first)?.[1] ?? Number.NaN);
  const isRound = round === null || (round >= 1 && round <= mostRoundsEver);
  const isFree = file !== parentLink && !roundName.test(file);
  return more.length === 0 && isRound && isFree && imageName.test(file) ? { round, file } : null;
};

const imageName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

/** Names of all images, those of rounds with their directory; the links between rounds are none. */
export const listImages = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory() && roundName.test(entry.name))
      return listFiles(path.join(dir, entry.name)).map((name) => `${entry.name}/${name}`);
    return entry.isSymbolicLink() && entry.name === parentLink ? [] : [entry.name];
  });

/** The directories of the rounds that lie there. */
export const listRounds = (dir: string): string[] => readdirSync(dir).filter((name) => roundName.test(name));

/** Names in one directory, without the link between rounds and without directories of rounds. */
export const listFiles = (dir: string): string[] =>
  readdirSync(dir).filter((name) => name !== parentLink && !roundName.test(name));

/** Makes the directory of a round. Throws where there is one. */
export const makeRound = (imagesDir: string, round: number): string => {
  const dir = path.join(imagesDir, roundDirectory(round));
  mkdirSync(dir, { mode: 0o700 });
  return dir;
};

/** Leads CRIU from the dump to its last round, and from each round to the one before, on a host where it did not make them. */
export const linkRounds = (imagesDir: string, rounds: number): void => {
  for (let round = rounds; round >= 1; round--) {
    const isLast = round === rounds;
    const from = isLast ? imagesDir : path.join(imagesDir, roundDirectory(round + 1));
    symlinkSync(isLast ? roundDirectory(round) : `../${roundDirectory(round)}`, path.join(from, parentLink));
  }
};
