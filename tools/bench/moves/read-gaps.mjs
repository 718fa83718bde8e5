import { readFileSync } from 'node:fs';

/** Lines of a file of gaps; a line that says something else stands as Infinity. */
export function readGaps(file) {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
    return lines.map((line) => {
      const [at, gap] = line.split(' ');
      return { at: Number(at), gap: Number.isNaN(Number(gap)) ? Number.POSITIVE_INFINITY : Number(gap) };
    });
  } catch {
    return [];
  }
}

/** Milliseconds of the gaps that ended since a time of the epoch. */
export const gapsSince = (file, from) =>
  readGaps(file)
    .filter(({ at }) => at >= from)
    .map(({ gap }) => gap);
