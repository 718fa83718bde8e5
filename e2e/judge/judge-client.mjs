import { readJsonLines } from './judge-numbers.mjs';

/**
 * What a client saw since a moment: errors on connections that were established, and whether it got on at all.
 *
 * @param {string} file the client's log
 * @param {number} since milliseconds of the epoch
 * @param {string} progress the counter of its summaries that has to grow: `echoed`, `written`
 */
export function judgeClient(file, since, progress) {
  const lines = readJsonLines(file).filter(({ at }) => at >= since);
  const errors = lines.filter(({ kind }) => kind === 'error');
  const summaries = lines.filter(({ kind }) => kind === 'summary');
  const first = summaries[0]?.[progress] ?? 0;
  const last = summaries.at(-1)?.[progress] ?? 0;
  return {
    errors,
    standingErrors: errors.filter(({ connection }) => connection !== 'fresh'),
    delayed: lines.filter(({ kind }) => kind === 'delayed').length,
    progressed: last - first,
    sound: errors.length === 0 && last > first,
  };
}
