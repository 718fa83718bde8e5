/**
 * The coverage table and what went wrong, as text.
 *
 * @param {object[]} results
 * @param {{ lists: object, cells: object[], seed: number }} options
 */
export function describeResults(results, { lists, cells, seed }) {
  const hits = results.filter(({ hit }) => hit);
  const risky = results.filter(({ risk }) => risk);
  const sure = results.filter(({ risk }) => !risk);
  const violations = sure.filter(({ complaints }) => complaints.length > 0);
  const harmed = risky.filter(({ complaints }) => complaints.length > 0);
  const moves = hits.filter(({ mode }) => mode !== 'rehearsal');
  const committed = moves.filter((result) => result.committed);
  const asked = hits.filter((result) => result.asked?.length > 0);
  const share = moves.length === 0 ? 0 : (100 * committed.length) / moves.length;
  const lines = [
    `Seed ${seed}: ${results.length} runs, ${hits.length} of them hit, ${results.length - hits.length} did not hit their moment`,
    `Commit reached: ${committed.length} of ${moves.length} moves (${share.toFixed(0)} of 100)`,
    `Violations: ${violations.length}`,
    `CRIU killed or hung before its hook (its own risk): ${risky.length} runs, ${harmed.length} with harm`,
    `A person was asked: ${asked.length}`,
    `Seconds a run: ${describeSeconds(hits)}`,
    `Memory lost behind the release of a post-copy, told and rightful: ${hits.filter(({ memoryLost }) => memoryLost).length}`,
    `Programs that ended by themselves and were started again: ${results.flatMap(({ died = [] }) => died).length}`,
    '',
    ...tablesOf(lists).flatMap(({ mode, columns }) => table(hits, { mode, columns, cells })),
    ...[...violations, ...harmed].flatMap(describeViolation),
    ...describeThin(hits, cells),
  ];
  return { violations: violations.length, text: `${lines.join('\n')}\n` };
}

const tablesOf = ({ columns, postCopyColumns, rehearsalColumns }) => [
  { mode: 'stop-and-copy', columns },
  { mode: 'post-copy', columns: postCopyColumns },
  { mode: 'rehearsal', columns: rehearsalColumns },
];

const isIn =
  ({ mode, fault, column }) =>
  (hit) =>
    hit.fault === fault.id && hit.column === column && (hit.mode ?? 'stop-and-copy') === mode;

function table(hits, { mode, columns, cells }) {
  const own = cells.filter((cell) => cell.mode === mode);
  const faults = [...new Set(own.map(({ fault }) => fault.id))];
  const width = 28;
  const count = (fault, column) => {
    const cell = own.find((one) => one.fault.id === fault && one.column === column);
    return cell ? String(hits.filter(isIn(cell)).length) : '-';
  };
  const row = (fault) => fault.padEnd(width) + columns.map((column) => count(fault, column).padStart(9)).join('');
  return [mode.padEnd(width) + columns.map((column) => column.padStart(9)).join(''), ...faults.map(row), ''];
}

function describeViolation({ index, fault, moment, workload, outcome, complaints, risk }) {
  const head = `${risk ? 'Risk' : 'Violation'} in run ${index}: ${workload}, ${fault} at ${moment}, ended as ${outcome}`;
  return [head, ...complaints.slice(0, 8).map((complaint) => `    ${complaint}`)];
}

function describeSeconds(hits) {
  const all = hits.map(({ ms }) => ms / 1000).sort((one, other) => one - other);
  if (all.length === 0) return 'none';
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  return `median ${all[all.length >> 1].toFixed(1)}, mean ${mean.toFixed(1)}, longest ${all.at(-1).toFixed(1)}`;
}

function describeThin(hits, cells) {
  const counted = cells.map((cell) => ({ ...cell, count: hits.filter(isIn(cell)).length }));
  const thin = counted.filter(({ count }) => count < 5);
  const least = Math.min(...counted.map(({ count }) => count));
  return [
    `${cells.length - thin.length} of ${cells.length} cells were hit at least 5 times; the least of all: ${least}`,
    ...(thin.length <= 20 ? thin : []).map(
      ({ mode, fault, column, count }) => `    ${mode}: ${fault.id} in ${column}: ${count} times`,
    ),
  ];
}
