import { setTimeout as sleep } from 'node:timers/promises';
import { findCopies } from '../../../e2e/judge/find-copies.mjs';
import { readLabHosts } from '../../../e2e/judge/lab-hosts.mjs';
import { moveByGodwit } from '../move-by-godwit.mjs';
import { moveByHand } from '../move-by-hand.mjs';
import { startLoad } from './start-load.mjs';

/** After a move the client's longest wait is only known when it has its answer. */
const settleMs = 700;

/** Sizes that are moved: memory alone, memory behind a connection, and more processes with the same memory. */
export const moveSizes = [
  { mib: 1, processes: 1, tcp: false },
  { mib: 64, processes: 1, tcp: false },
  { mib: 64, processes: 1, tcp: true },
  { mib: 64, processes: 10, tcp: true },
  { mib: 64, processes: 50, tcp: true },
  { mib: 512, processes: 1, tcp: true },
  { mib: 2048, processes: 1, tcp: true },
];

/**
 * Moves a load of each size from lab-a to lab-b, by Godwit and by the script in turns, and asks the load itself how long it
 * stood still, and its client how long it waited.
 *
 * @param {import('../../../e2e/harness/start-installation.mjs').Installation} installation
 * @param {{ criuPath: string, rounds: number, note: (line: string) => void, sizes?: typeof moveSizes, mode?: string }} options with
 *   a mode only Godwit's moves are measured: the script knows stop-and-copy alone
 */
export async function measureMoves(installation, { criuPath, rounds, note, sizes = moveSizes, mode }) {
  const rows = [];
  for (const size of sizes) {
    const row = { size, godwit: [], byHand: [] };
    for (let round = 1; round <= rounds; round += 1) {
      note(`${size.mib} MiB, ${size.processes} processes${size.tcp ? ', TCP' : ''}: round ${round} of ${rounds}`);
      row.godwit.push(await moveOnce(installation, size, (parts, move) => moveByGodwit(parts, { ...move, mode })));
      if (mode !== undefined) continue;
      row.byHand.push(await moveOnce(installation, size, (parts, move) => moveByHand(parts, { ...move, criuPath })));
    }
    rows.push(row);
  }
  return rows;
}

async function moveOnce(installation, size, move) {
  const load = await startLoad(installation.lab, size);
  try {
    await sleep(settleMs);
    const from = Date.now();
    const ends = { source: 'lab-a', destination: 'lab-b', workload: load.name, timeoutMs: 180_000 };
    const hosts = readLabHosts(installation.lab.dir);
    const { times } = await move(installation, { ...ends, hosts, pid: load.pid, address: load.address });
    await sleep(settleMs);
    const copies = findCopies(load.nonce, hosts);
    if (copies.length !== 1 || copies[0].host !== 'lab-b') throw new Error(`After the move: ${JSON.stringify(copies)}`);
    return {
      ...times,
      stoodStillMs: Math.max(0, ...load.standstills(from)),
      waitedMs: Math.max(0, ...load.answers(from)),
    };
  } finally {
    await load.end();
  }
}
