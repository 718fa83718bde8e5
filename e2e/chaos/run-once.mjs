import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, killProcess } from '../harness/process-identity.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { decideAndWait, preflightMovable, waitForRun } from '../kill/move-workload.mjs';
import { readStates } from '../kill/read-journal.mjs';
import { watchWorkload } from '../kill/watch-workload.mjs';
import { assessRun } from './assess-run.mjs';
import { awaitMoment } from './await-moment.mjs';
import { findStrayContainers } from './container-workload.mjs';
import { programOf } from './faults/host-faults.mjs';
import { subscribe } from './faults/server-faults.mjs';
import { findLeftovers, findRunFiles } from './leftovers.mjs';
import { findVictims } from './victims.mjs';

/** Without a commit so long after the freeze the source gives itself back. */
const holdSeconds = 8;
const [shortMs, longMs] = [1200, 6500];
/** The counter's 64 MiB are then on their way for some seconds. */
const slowBytesPerSecond = 24 << 20;

/**
 * One move of one workload with one fault, judged.
 *
 * @param {object} stage see stage.mjs
 * @param {object} lists what steps-of-a-move.ts offers
 * @param {object} plan see plan-runs.mjs
 */
export async function runOnce(stage, lists, plan) {
  const startedAt = performance.now();
  const workload = stage.workloads.find(({ name }) => name === plan.workload);
  await makeReady(stage, workload);
  const run = await begin(stage, workload, plan);
  const strike = await strikeAt(run, lists, plan);
  await endFault(strike);
  await revive(stage.installation);
  const result = await follow(stage, workload, run);
  run.subscriber?.leave();
  const missed = strike.hit ? (strike.confirm?.() ?? findBlink(result.report)) : strike.why;
  const assessed = assessRun({ ...result, run, workload });
  return {
    ...assessed,
    hit: missed === null,
    missed,
    detail: strike.detail,
    saw: strike.saw,
    runId: run.runId,
    route: `${run.source} to ${run.destination}`,
    ms: Math.round(performance.now() - startedAt),
  };
}

/** A judge that looked away for so long has seen nothing; such a run does not count. */
const longestBlinkMs = 2000;
const findBlink = ({ longestGapMs: gap }) => (gap < longestBlinkMs ? null : `the judge looked away for ${gap} ms`);

/** What an earlier run broke is made anew, so that it does not count twice. */
async function makeReady(stage, workload) {
  await revive(stage.installation);
  const copies = stage.copiesOf(workload.name);
  if (copies.length !== 1 || copies[0].state !== 'running') await workload.start();
  const { progress } = workload.judge();
  await waitUntil(() => workload.judge().progress !== progress, {
    timeoutMs: 20_000,
    what: `Traffic of ${workload.name}`,
  });
}

/** What is asked of the server. */
function orderOf({ mode, column }, preflightId) {
  if (mode === 'rehearsal') return { kind: 'rehearsal', preflightId };
  if (mode !== 'post-copy') return { kind: 'move', preflightId, holdSeconds };
  const slow = column === 'fetch' ? { bandwidthBytesPerSecond: slowBytesPerSecond } : {};
  return { kind: 'move', preflightId, holdSeconds, mode, ...slow };
}

async function begin(stage, workload, plan) {
  const { installation, hosts } = stage;
  const [copy] = stage.copiesOf(workload.name);
  const source = copy.host;
  const destination = source === 'lab-a' ? 'lab-b' : 'lab-a';
  const preflight = await preflightMovable(installation.api, workload.name, {
    source,
    destination,
    timeoutMs: 45_000,
  });
  const watch = await watchWorkload(stage.lab.dir, workload.name, 20);
  const { runId } = await installation.api.mutate('runs.start', orderOf(plan, preflight.id));
  return {
    ...stage,
    agents: installation.agents,
    source,
    destination,
    hosts,
    runId,
    watch,
    plan,
    shortMs,
    longMs,
    workload: { innerPid: stage.innerPidOf(copy.pid), port: workload.port, program: programOf(copy.pid) },
    subscriber: await subscribe(installation.api, runId).catch(() => undefined),
  };
}

async function strikeAt(run, lists, { fault, moment, choice }) {
  if (moment.column === 'undo') await leadAstray(run, lists, moment);
  const seen = await awaitMoment(moment, run, lists);
  if (!seen.reached) return { hit: false, why: seen.why, saw: seen.saw };
  const result = await fault.strike(run, choice);
  run.struckAt = Date.now();
  return { ...result, saw: seen.saw };
}

/** The way back is taken only when something goes wrong: a person cancels, or, where a copy is to fail, CRIU dies. */
async function leadAstray(run, lists, moment) {
  const find = (id) => lists.moments.find((one) => one.id === id);
  if (moment.name === 'failed') {
    await awaitMoment(find('destination restoring'), run, lists);
    await waitUntil(() => findVictims('destination-criu', run).some(killProcess), {
      timeoutMs: 2000,
      what: 'The death of CRIU',
      everyMs: 1,
    }).catch(() => undefined);
    return;
  }
  await awaitMoment(find('destination receiving'), run, lists);
  run.installation.api.mutate('runs.cancel', { runId: run.runId }).catch(() => undefined);
}

async function endFault({ hit, lastsMs, end }) {
  if (hit) await sleep(lastsMs ?? 0);
  await end?.();
}

/** Whatever of server, agents and database is dead is started again, as their supervisor would do. @returns what was dead */
export async function revive(installation) {
  const { postgres, server, agents } = installation;
  const dead = [];
  const see = async (name, identity, start) => {
    if (isAlive(identity)) return;
    dead.push(name);
    await start();
  };
  await see('postgres', postgres.identity, () => postgres.start());
  await see('server', server.process, () => server.start());
  for (const agent of Object.values(agents)) await see(`agent of ${agent.host}`, agent.process, () => agent.start());
  return dead;
}

/** A program that ends by itself after the fault is started again as well; which did is told. */
function superviseAfterwards(installation) {
  const died = [];
  let busy = Promise.resolve();
  const look = () => {
    busy = busy.then(async () => died.push(...(await revive(installation)))).catch(() => undefined);
  };
  const timer = setInterval(look, 500);
  return {
    async end() {
      clearInterval(timer);
      // What is being started belongs to this run and not to the next one.
      await busy;
      return died;
    },
  };
}

/** To the end of the run, with the decision of a person where one is asked. */
async function follow(stage, workload, run) {
  const { api } = stage.installation;
  const watch = superviseAfterwards(stage.installation);
  const failed = (error) => ({ outcome: 'no end', decision: null, error: { message: error.message } });
  let ended = await waitForRun(api, run.runId, 60_000).catch(failed);
  const asked = [];
  for (let turn = 0; ended.decision && turn < 4; turn += 1) {
    asked.push({ reason: ended.decision.reason, copies: stage.copiesOf(workload.name) });
    const offered = ended.decision.choices.map(({ choice }) => choice);
    const choice = ['wait', 'restore-again', 'end-source', 'give-up'].find((one) => offered.includes(one));
    ended = await decideAndWait(api, ended, choice).catch(failed);
  }
  const lost = ended.error?.code === 'memory-lost';
  const copies = await settleCopies(stage, workload, lost ? 0 : 1);
  const before = workload.judge();
  const went =
    lost ||
    (await waitUntil(() => takeProgress(workload, before), {
      timeoutMs: 25_000,
      what: 'The traffic going on',
    }).catch(() => undefined));
  const report = await run.watch.end();
  const left = await waitForSweep(stage, run);
  const died = await watch.end();
  return {
    ended,
    asked,
    copies,
    report,
    left,
    died,
    traffic: { goesOn: Boolean(went), complaints: before.complaints },
  };
}

function takeProgress(workload, seen) {
  const { progress, complaints } = workload.judge();
  seen.complaints.push(...complaints);
  return progress !== seen.progress;
}

/** The copies there are, once as many as are wanted and no other are there, or after a while in any case. */
async function settleCopies(stage, workload, wanted) {
  const lookForOne = () => {
    const copies = stage.copiesOf(workload.name);
    return copies.length === wanted && copies.every(({ state }) => state === 'running') ? copies : undefined;
  };
  const one = await waitUntil(lookForOne, { timeoutMs: 15_000, what: 'One running copy' }).catch(() => undefined);
  return one ?? stage.copiesOf(workload.name);
}

/** What is left when nothing goes away any more; a host that was away is swept when it is back. */
async function waitForSweep(stage, run) {
  const look = () => [
    ...findLeftovers(stage.baseline, stage.hosts, stage),
    ...findStrayContainers(stage),
    ...['source', 'destination'].flatMap((side) => leftOf(run, side)),
  ];
  const isClean = await waitUntil(() => look().length === 0, {
    timeoutMs: 25_000,
    what: 'The sweep',
    everyMs: 200,
  }).catch(() => false);
  return isClean ? [] : look();
}

function leftOf(run, side) {
  const { runsDir } = run.agents[run[side]];
  const states = readStates(runsDir, run.runId);
  if (states.length === 0) return [];
  const files = findRunFiles(runsDir, run.runId).map((file) => `${run[side]}: file of the run: ${file}`);
  return states.at(-1) === 'swept' ? files : [`${run[side]}: the journal says ${states.at(-1)}`, ...files];
}
