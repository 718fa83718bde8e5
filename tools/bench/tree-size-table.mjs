import { format, round, summarise } from './statistics.mjs';

/**
 * Latency of a preflight by the size of the tree, as lines of text.
 *
 * @param {Awaited<ReturnType<typeof import('./measure-tree-sizes.mjs').measureTreeSizes>>} results
 */
export function treeSizeLines(results) {
  const lines = results.flatMap(({ size, fds, wallMs, readingMs, frozenMs, lsofMs }) => {
    const [wall, reading, frozen, lsof] = [wallMs, readingMs, frozenMs, lsofMs].map(summarise);
    const ratios = `${round(reading.median / frozen.median)} of CRIU's freeze, ${round(wall.median / lsof.median)} of lsof`;
    return [
      `  ${String(size).padStart(5)} processes, ${fds} descriptors`,
      row('preflight, start to verdict', format(wall)),
      row('  of it reading the tree', format(reading)),
      row('CRIU: frozen for a dump', format(frozen)),
      row('lsof of the same processes', format(lsof)),
      row('ratios', ratios),
    ];
  });
  return ['A preflight by the size of the tree (ms)', ...lines];
}

function row(label, value) {
  return `    ${label.padEnd(42)} ${value}`;
}
