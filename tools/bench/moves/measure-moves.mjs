import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../e2e/harness/wait-until.mjs';
import { findCopies } from '../../../e2e/judge/find-copies.mjs';
import { readLabHosts } from '../../../e2e/judge/lab-hosts.mjs';
import { moveByGodwit } from '../move-by-godwit.mjs';
import { moveByHand } from '../move-by-hand.mjs';
import { moveByPodman } from '../podman/move-by-podman.mjs';
import { preparePodman } from '../podman/prepare-podman.mjs';
import { requireContainerOn, startContainerLoad } from '../podman/start-container-load.mjs';
import { measureLink } from './measure-link.mjs';
import { openMeasurements } from './measurements-file.mjs';
import { columnsOf, modes, nameRow } from './move-rows.mjs';
import { readProfile } from './run-profile.mjs';
import { startLoad } from './start-load.mjs';

/** Somebody who was just started fills caches. */
const settleMs = 300;

/**
 * Moves a load of each row from lab-a to lab-b, by Godwit in its modes and by the others in turns, and asks the load itself how
 * long it stood still, and its client how long it waited.
 *
 * @param {import('../../../e2e/harness/start-installation.mjs').Installation} installation
 * @param {{ criuPath: string, rounds: number, note: (line: string) => void, rows: import('./move-rows.mjs').Row[], file?: string,
 *   columns?: string[], podman?: string }} options `file` holds what was measured before and takes the rest; `podman` the folder
 *   where podman is unpacked
 */
export async function measureMoves(installation, { criuPath, rounds, note, rows, file, columns, podman }) {
  const measurements = openMeasurements(file);
  const hasPodman = rows.some(({ container }) => container) && (await preparePodman(installation.lab, podman));
  const linkBytesPerMs = await measureLink(installation.lab);
  for (const row of rows.filter(({ container }) => hasPodman || !container)) {
    const name = nameRow(row);
    const wanted = columnsOf(row).filter((column) => columns?.includes(column) ?? true);
    for (let round = 1; round <= Math.min(rounds, row.mostRounds ?? rounds); round += 1) {
      for (const column of wanted.filter((one) => measurements.of(name, one).length < round)) {
        note(`${name}: round ${round} of ${Math.min(rounds, row.mostRounds ?? rounds)}, ${column}`);
        measurements.add(name, column, await moveOnce(installation, row, { column, criuPath }));
      }
    }
  }
  const measured = rows.map((row) => ({
    row,
    columns: Object.fromEntries(columnsOf(row).map((column) => [column, measurements.of(nameRow(row), column)])),
  }));
  return { linkBytesPerMs, hasPodman, rows: measured };
}

async function moveOnce(installation, row, { column, criuPath }) {
  const { lab } = installation;
  const load = await (row.container ? startContainerLoad : startLoad)(lab, row);
  try {
    await sleep(settleMs);
    const from = Date.now();
    const ends = { source: 'lab-a', destination: 'lab-b', workload: load.name, timeoutMs: 180_000 };
    const hosts = readLabHosts(lab.dir);
    const move = { ...ends, hosts, pid: load.pid, address: load.address, criuPath };
    const { times, profile } = await movers[column](installation, move);
    const seen = () => load.standstills(from).length > 0 && (!row.tcp || load.answers(from).length > 0);
    await waitUntil(seen, { timeoutMs: 30_000, what: 'The load going on' });
    await requireOneCopy(lab, load, row);
    const [stoodStillMs, waitedMs] = [load.standstills(from), load.answers(from)].map((gaps) => Math.max(0, ...gaps));
    // No number stands for a connection that is lost, and it must not be missing from the median without a word.
    const clientIsLost = !Number.isFinite(waitedMs);
    return { ...times, stoodStillMs, waitedMs, ...(clientIsLost && { clientIsLost }), ...(profile && { profile }) };
  } finally {
    await load.end();
  }
}

const byGodwit = (mode) => async (installation, move) => {
  const { times, runId } = await moveByGodwit(installation, { ...move, mode });
  const folder = (host) => path.join(installation.agents[host].runsDir, runId);
  return { times, profile: readProfile({ source: folder(move.source), destination: folder(move.destination) }) };
};

const movers = {
  godwit: byGodwit(modes.godwit),
  postCopy: byGodwit(modes.postCopy),
  byHand: moveByHand,
  podman: (_, move) => moveByPodman(move),
};

async function requireOneCopy(lab, { name, nonce }, { container }) {
  if (container) return requireContainerOn(lab, name, 'lab-b');
  const copies = findCopies(nonce, readLabHosts(lab.dir));
  if (copies.length !== 1 || copies[0].host !== 'lab-b') throw new Error(`After the move: ${JSON.stringify(copies)}`);
}
