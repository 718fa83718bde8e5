import type { CriuOptions, Purpose } from '../verdict/index.ts';

/** Everything else is put between single quotes, as sh(1) needs it. */
const plain = /^[A-Za-z0-9_.,:/@=+-]+$/;

const quote = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const line = (words: string[]): string => words.map(quote).join(' ');

/** The CRIU command lines a person would type for a judged tree. `restore` is empty when only a dump was asked about. */
export const criuCommandLines = (
  options: CriuOptions,
  { purpose, pid }: { purpose: Purpose; pid: number },
): { dump: string; restore: string } => ({
  dump: line(['criu', 'dump', '-t', String(pid), '-D', 'IMAGES', ...options.dump]),
  restore: purpose === 'dump' ? '' : line(['criu', 'restore', '-D', 'IMAGES', '-d', ...options.restore]),
});
