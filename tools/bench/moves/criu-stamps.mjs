import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const stamp = /^(?:pie: (?:\d+: )?)?\((\d+\.\d{6})\)\s*(.*)$/;

/**
 * What CRIU itself needed for a dump and a restore that were held by their hooks: until the hook, and from its end on. Its statistics
 * would count what we do meanwhile.
 *
 * @param {string} file dump.log or restore.log, written with -v4
 * @param {{ from?: string, hook: string }} marks beginnings of the line from which on it counts (else all does), and of the one at which the hook starts
 * @returns {number | null} milliseconds; null when the log is not there or never got to its hook
 */
export function ownMs(file, { from, hook }) {
  const lines = readStamped(file);
  const first = from === undefined ? lines[0] : lines.find(({ text }) => text.startsWith(from));
  const held = lines.findIndex(({ text }) => text.startsWith(hook));
  if (!first || held < 0) return null;
  // The line behind names the script; the one behind that is the first since its end.
  const after = lines.slice(held + 1).find(({ text }) => !text.startsWith('['));
  const last = lines.at(-1);
  return (lines[held].at - first.at + (after ? last.at - after.at : 0)) * 1000;
}

function readStamped(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => stamp.exec(line))
      .filter((match) => match !== null)
      .map(([, at, text]) => ({ at: Number(at), text: text.trim() }));
  } catch {
    return [];
  }
}

/**
 * Both of one run; null for a post-copy, whose dump no hook holds and which lasts until the last page is fetched, and for a container.
 *
 * @param {Record<'source' | 'destination', string>} folders where each side of the run keeps its files
 */
export const criuMs = ({ source, destination }) => {
  if (existsSync(path.join(destination, 'work/lazy-pages.log'))) return null;
  const dump = ownMs(path.join(source, 'work/dump.log'), { from: 'Seized task', hook: 'Running post-dump' });
  const restore = ownMs(path.join(destination, 'work/restore.log'), { hook: 'Running post-restore' });
  return dump === null || restore === null ? null : { dump, restore };
};
