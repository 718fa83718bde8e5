import { waitUntil } from '../harness/wait-until.mjs';

/**
 * Checks a workload against another host and starts its move.
 *
 * @param {{ query: Function, mutate: Function }} api
 * @param {string} name name of the workload
 * @param {string} source
 * @param {string} destination
 * @returns {Promise<{ runId: string, preflight: object }>}
 */
export async function startMove(api, name, source, destination) {
  const preflight = await preflightMove(api, name, source, destination);
  requireMovable(preflight);
  return { ...(await startRun(api, preflight)), preflight };
}

/** @returns {Promise<{ runId: string }>} */
export function startRun(api, preflight, choices = {}) {
  return api.mutate('runs.start', { kind: 'move', preflightId: preflight.id, ...choices });
}

/** Throws with what stands in the way. */
export function requireMovable({ movable, notMovableReason, verdict }) {
  if (movable) return;
  const grave = verdict.findings.filter(({ severity }) => severity === 'blocker' || severity === 'not-evaluated');
  throw new Error(`The workload cannot be moved: ${notMovableReason} ${JSON.stringify(grave, null, 1)}`);
}

export async function preflightMove(api, name, source, destination) {
  const workload = await findWorkload(api, name, source);
  const hosts = await api.query('hosts.list');
  const destinationHostId = hosts.find((host) => host.name === destination).id;
  return api.mutate('preflights.start', { workloadId: workload.id, purpose: 'move', destinationHostId });
}

/**
 * A preflight with which a move can start, asked for again meanwhile: an agent that was just started needs a moment until it can
 * be asked, and a host tells within some seconds that a workload has other processes than before.
 */
export function preflightMovable(api, name, { source, destination, timeoutMs = 30_000 }) {
  return waitUntil(
    async () => {
      const preflight = await preflightMove(api, name, source, destination);
      requireMovable(preflight);
      return preflight;
    },
    { timeoutMs, what: 'A check that lets the move start' },
  );
}

/** The workload where it runs now; a host tells within some seconds what came and went. */
export function findWorkload(api, name, hostName) {
  return waitUntil(
    async () => {
      const workloads = await api.query('workloads.list');
      return workloads.find((one) => one.name === name && one.hostName === hostName && one.state === 'running');
    },
    { timeoutMs: 15_000, what: `${name} on ${hostName} in the list of workloads`, everyMs: 100 },
  );
}

/** Waits until a run is over or waits for a person. @returns the run as the portal shows it */
export function waitForRun(api, runId, timeoutMs = 60_000) {
  return waitUntil(
    async () => {
      const run = await api.query('runs.get', { runId });
      return run.state === 'finished' || run.decision ? run : undefined;
    },
    { timeoutMs, what: `The end of run ${runId}`, everyMs: 100 },
  );
}

/** Answers for a person, then waits again. */
export async function decideAndWait(api, { id, decision }, choice) {
  const { confirmName } = decision.choices.find((one) => one.choice === choice);
  await api.mutate('runs.decide', { runId: id, choice, confirmName });
  return waitUntil(async () => (await api.query('runs.get', { runId: id })).decision === null, {
    timeoutMs: 10_000,
    what: 'The decision being taken up',
  }).then(() => waitForRun(api, id));
}
