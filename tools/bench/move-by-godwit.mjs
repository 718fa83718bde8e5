import { readFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../e2e/harness/wait-until.mjs';
import { findWorkload, preflightMovable, startRun, waitForRun } from '../../e2e/kill/move-workload.mjs';
import { subscribe } from './subscribe.mjs';

/**
 * One move through the portal, followed as a browser follows it.
 *
 * @param {import('../../e2e/harness/start-installation.mjs').Installation} installation
 * @param {{ workload: string, source: string, destination: string, mode?: string, timeoutMs?: number }} move
 * @returns {Promise<{ runId: string, times: Record<string, number>, latenciesMs: number[] }>} throws when it does not succeed
 */
export async function moveByGodwit({ api, agents }, { workload, source, destination, mode, timeoutMs = 60_000 }) {
  await findWorkload(api, workload, source);
  const preflight = await preflightMovable(api, workload, { source, destination });
  const { runId } = await startRun(api, preflight, mode ? { mode } : {});
  const heard = [];
  let isOver = false;
  const live = subscribe(api, { runId }, (message, at) => {
    const { data, type } = message.event ?? message.data?.event ?? {};
    if ((data?.type ?? type) === 'side.changed') heard.push({ ...data, at });
    isOver ||= ['run.finished', 'decision.needed'].includes(data?.type ?? type);
  });
  // Asking for the whole run again and again would keep the server from what is measured; a browser does not either.
  await waitUntil(() => isOver, { timeoutMs, what: `The end of run ${runId}` });
  const run = await waitForRun(api, runId);
  await live.end();
  if (run.outcome !== 'succeeded')
    throw new Error(`The move ended as ${run.outcome}: ${JSON.stringify(run.events.slice(-3))}`);
  const { frozenUs, switchOverUs, totalUs, overheadUs } = run.times;
  const times = {
    frozenMs: frozenUs / 1000,
    switchOverMs: switchOverUs / 1000,
    totalMs: totalUs / 1000,
    overheadMs: overheadUs / 1000,
  };
  const sides = { source: agents[source].runsDir, destination: agents[destination].runsDir };
  return { runId, times, latenciesMs: latencies(heard, sides, runId) };
}

/** From the moment a state was written on the agent's disk to its arrival at the subscriber; one clock, as it is one machine. */
function latencies(heard, sides, runId) {
  return Object.entries(sides).flatMap(([side, runsDir]) => {
    const records = readFileSync(path.join(runsDir, runId, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return records
      .filter(({ kind }) => kind === 'state')
      .flatMap(({ state, at }) => {
        const arrival = heard.find((one) => one.side === side && one.state === state);
        return arrival ? [arrival.at - Date.parse(at)] : [];
      });
  });
}
