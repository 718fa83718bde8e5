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
  const committed = hits.filter((result) => result.committed);
  const asked = hits.filter((result) => result.asked?.length > 0);
  const share = hits.length === 0 ? 0 : (100 * committed.length) / hits.length;
  const lines = [
    `Seed ${seed}: ${results.length} runs, ${hits.length} of them hit, ${results.length - hits.length} did not hit their moment`,
    `Commit reached: ${committed.length} of ${hits.length} (${share.toFixed(0)} of 100)`,
    `Violations: ${violations.length}`,
    `CRIU killed or hung before its hook (its own risk): ${risky.length} runs, ${harmed.length} with harm`,
    `A person was asked: ${asked.length}`,
    `Seconds a run: ${describeSeconds(hits)}`,
    '',
    ...table(hits, { lists, cells }),
    '',
    ...[...violations, ...harmed].flatMap(describeViolation),
    ...describeThin(hits, cells),
  ];
  return { violations: violations.length, text: `${lines.join('\n')}\n` };
}

function table(hits, { lists: { columns }, cells }) {
  const faults = [...new Set(cells.map(({ fault }) => fault.id))];
  const width = Math.max(...faults.map((id) => id.length)) + 2;
  const count = (fault, column) => {
    if (!cells.some((cell) => cell.fault.id === fault && cell.column === column)) return '-';
    return String(hits.filter((hit) => hit.fault === fault && hit.column === column).length);
  };
  const row = (fault) => fault.padEnd(width) + columns.map((column) => count(fault, column).padStart(9)).join('');
  return ['fault'.padEnd(width) + columns.map((column) => column.padStart(9)).join(''), ...faults.map(row)];
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
  const thin = cells.filter(
    ({ fault, column }) => hits.filter((hit) => hit.fault === fault.id && hit.column === column).length < 5,
  );
  return [`${cells.length - thin.length} of ${cells.length} cells were hit at least 5 times`];
}
