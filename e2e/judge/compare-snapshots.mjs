/**
 * What came and what went between two snapshots. Equal lines are counted, so a second one of a kind is seen.
 *
 * @param {Record<string, import('./snapshot.mjs').HostSnapshot>} before
 * @param {Record<string, import('./snapshot.mjs').HostSnapshot>} after
 * @param {{ ignore?: RegExp[] }} [options] lines that may come and go, matched against "HOST KIND LINE"
 * @returns {{ host: string, kind: string, change: 'added' | 'removed', line: string }[]}
 */
export function compareSnapshots(before, after, { ignore = [] } = {}) {
  const differences = [];
  for (const host of union(before, after)) {
    for (const kind of union(before[host] ?? {}, after[host] ?? {})) {
      const was = before[host]?.[kind] ?? [];
      const is = after[host]?.[kind] ?? [];
      for (const line of subtract(is, was)) differences.push({ host, kind, change: 'added', line });
      for (const line of subtract(was, is)) differences.push({ host, kind, change: 'removed', line });
    }
  }
  return differences.filter(({ host, kind, line }) => !ignore.some((one) => one.test(`${host} ${kind} ${line}`)));
}

function union(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function subtract(lines, others) {
  const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
