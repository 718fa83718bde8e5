import { readFileSync } from 'node:fs';
import path from 'node:path';
import { criuMs } from './criu-stamps.mjs';

/** Where the time of a move went: each phase, and the moment at which it ends. */
export const phases = ['dump', 'rest of the images', 'restore', 'vote and commit', 'address', 'release'];

/**
 * The phases of one run from the journals and logs of both sides, which here have one clock.
 *
 * @param {Record<'source' | 'destination', string>} folders where each side of the run keeps its files
 * @returns {{ phases: Record<string, number>, criuMs: { dump: number, restore: number } | null, bytes: number, checkedMs: number }}
 *   milliseconds; `checkedMs` from the arrival of the images to the end of their check, which runs beside the restore
 */
export function readProfile({ source, destination }) {
  const [ours, theirs] = [source, destination].map((folder) => readLog(path.join(folder, 'hold.log')));
  const sent = ours.find(({ text }) => /^all \d+ bytes are sent/.test(text));
  const marks = [
    frozenAt(source),
    at(ours, 'fenced'),
    at(theirs, 'destination received'),
    at(theirs, 'destination held'),
    Math.min(at(ours, 'source gone'), at(theirs, 'destination releasing')),
    at(theirs, 'destination releasing'),
    at(theirs, 'destination released'),
  ];
  return {
    phases: Object.fromEntries(phases.map((phase, index) => [phase, marks[index + 1] - marks[index]])),
    criuMs: criuMs({ source, destination }),
    bytes: Number(/\d+/.exec(sent?.text ?? '')?.[0]),
    checkedMs: at(theirs, 'the images are checked') - at(theirs, 'destination received'),
  };
}

const at = (lines, beginning) => lines.find(({ text }) => text.startsWith(beginning))?.at ?? Number.NaN;

/** Each line is a date, milliseconds since boot, and what happened. */
const readLog = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^\S+ (\d+\.\d) (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, moment, text]) => ({ at: Number(moment), text }));

const frozenAt = (folder) =>
  readFileSync(path.join(folder, 'journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).facts?.frozenAtBootMs)
    .findLast((value) => value !== undefined) ?? Number.NaN;
