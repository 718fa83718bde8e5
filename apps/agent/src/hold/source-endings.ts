import { setTimeout as sleep } from 'node:timers/promises';
import {
  isAlive,
  listCgroupPids,
  readTask,
  removeAddress,
  signalTask,
  silenceTcp,
  type TaskIdentity,
  waitUntilGone,
} from '@godwit/criu-driver';
import { forgetContainer } from '../containers/forget-container.ts';
import { thawContainer } from '../containers/thaw-container.ts';
import { letSupervisorsGo } from '../supervisors/let-supervisors-go.ts';
import { bootMs } from './boot-clock.ts';
import type { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import type { HookPipe } from './hook-pipe.ts';
import type { Journal } from './journal.ts';
import type { StateDetails } from './journal-records.ts';
import { removeImages } from './remove-images.ts';
import { readFrozenUs, sayLost } from './source-dump.ts';
import { proveThaw } from './thaw-proof.ts';
import { freeAbandoned, undoStanding } from './undo.ts';

const criuEndMs = 10_000;
const wakeMs = 5000;

interface Holders {
  criu: CriuProcess | null;
  hook: HookPipe | null;
  /** How long CRIU may take to let go of the tree, in milliseconds; then it is killed. */
  patienceMs: number;
  /** In a rehearsal: the images are still to be sent, and what the journal tells once the tree runs. */
  keepImages?: boolean;
  detail?: () => StateDetails;
}

/**
 * After `aborted`: lets CRIU resume the tree, or does it where CRIU is dead, and looks whether the tasks really run. CRIU
 * is not signalled between seize and hook, where its death can take the task with it, unless the deadline has passed.
 */
export const giveTasksBack = async (context: HoldContext, holders: Holders): Promise<void> => {
  const { journal } = context;
  const { criu, hook, patienceMs } = holders;
  if (criu?.isRunning) {
    await undoStanding(journal, ['fence']);
    hook?.wake();
    await criu.endWithin(patienceMs);
  }
  hook?.wake();
  await finishGivingBack(context, journal.facts.tasks ?? [], holders);
};

/** The part that also an agent can do whose hold process died. */
export const finishGivingBack = async (
  context: HoldContext,
  tasks: readonly TaskIdentity[],
  { keepImages = false, detail }: Pick<Holders, 'keepImages' | 'detail'> = {},
): Promise<void> => {
  const { journal } = context;
  await freeAbandoned(
    context,
    tasks.map(({ pid }) => pid),
  );
  const { container } = journal.facts;
  if (container && thawContainer(container)) context.log('the container was thawed, which CRIU had left frozen');
  await undoStanding(journal, ['table']);
  await letSupervisorsGo(context);
  const trouble = await waitUntilRunning(journal, tasks);
  if (!keepImages) removeImages(context);
  context.progress.flush();
  const seen = trouble === null ? { thawProof: proveThaw(journal) } : { reason: trouble };
  context.enter('given-back', { ...detail?.(), ...seen });
};

/** @returns what is wrong, as a sentence; null when all tasks run as before */
const waitUntilRunning = async (journal: Journal, tasks: readonly TaskIdentity[]): Promise<string | null> => {
  const stopped = new Set(journal.facts.stoppedBefore);
  const end = performance.now() + wakeMs;
  for (;;) {
    const still = tasks.filter((task) => isAlive(task) && isStill(task.pid) && !stopped.has(task.pid));
    if (still.length === 0) return sayLost(tasks);
    if (performance.now() > end) return `These tasks still stand: ${still.map(({ pid }) => pid).join(', ')}.`;
    await sleep(10);
  }
};

/** Stopped or traced; a frozen task shows as sleeping, and its fence was lifted before. */
const isStill = (pid: number): boolean => ['T', 't'].includes(readTask(pid)?.state ?? '');

/**
 * After `committed`: CRIU kills the tree; whatever it leaves, and everything when CRIU is dead or hangs, is killed here.
 * `gone` is written when none of the tasks and nothing in their own cgroup lives any more; until then this never ends.
 */
export const endCommitted = async (context: HoldContext, criu: CriuProcess | null): Promise<void> => {
  const { journal } = context;
  if (journal.state === 'held') context.enter('committed');
  const end = await Promise.race([criu?.ended, sleep(1000)]);
  // A CRIU that did not end as told may have unlocked the network: the tree's end would close the connections its copy has.
  if (end?.code !== 0) silenceTcp((journal.facts.tasks ?? []).filter(isAlive).map(({ pid }) => pid));
  await killTree(context);
  await criu?.endWithin(criuEndMs);
  await undoStanding(journal, ['fence']);
  await forgetContainer(context);
  const { dumped } = journal.report(context.paths.runId);
  const frozenUs = dumped ? stoodUs(context, dumped.frozenAtBootMs) : null;
  const goneProof = { tasks: journal.facts.tasks?.length ?? 0, provedAt: new Date().toISOString() };
  context.enter('gone', { goneProof, ...(dumped && { dumped: { ...dumped, frozenUs: frozenUs ?? dumped.frozenUs } }) });
};

/**
 * CRIU's own figure. What it writes of a lazy dump (4.2.1) means nothing: there what passed here counts, unless the host was rebooted
 * meanwhile, whose clock began anew.
 */
const stoodUs = ({ journal, paths }: HoldContext, frozenAtBootMs: number): number | null => {
  if (!journal.facts.postCopy) return readFrozenUs(paths);
  const passedUs = Math.round((bootMs() - frozenAtBootMs) * 1000);
  return passedUs > 0 ? passedUs : null;
};

const killTree = async ({ journal, log }: HoldContext): Promise<void> => {
  const { tasks = [], ownCgroupDir = null, fencedAtBootMs = 0 } = journal.facts;
  for (let round = 0; ; round++) {
    const left = [...(await waitUntilGone(tasks, round === 0 ? 50 : 1000)), ...listLeft(ownCgroupDir, fencedAtBootMs)];
    if (left.length === 0) return;
    if (round > 0) log(`after the commit still there: ${left.map(({ pid }) => pid).join(', ')}`);
    for (const task of left) signalTask(task, 'SIGKILL');
    // A task in a v1 freezer dies only when it is thawed; the signal that waits for it is the first thing it meets.
    await undoStanding(journal, ['fence']);
  }
};

/** Start times count ticks of 10 ms (USER_HZ). */
const tickMs = 10;

/** What was in the tree's own cgroup when it was fenced; who was put there later is somebody else's. */
const listLeft = (cgroupDir: string | null, fencedAtBootMs: number): TaskIdentity[] => {
  if (cgroupDir === null) return [];
  const tasks = listCgroupPids(cgroupDir)
    .map(readTask)
    .filter((task) => task !== null);
  return tasks.filter((task) => isAlive(task) && task.startTimeTicks * tickMs <= fencedAtBootMs);
};

const leaving = new WeakMap<Journal, Promise<boolean>>();

/** After `gone`: the service address leaves this host. */
export const leaveAddress = (journal: Journal): Promise<boolean> => {
  const running =
    leaving.get(journal) ??
    dropAddress(journal).catch((error: unknown) => {
      leaving.delete(journal);
      throw error;
    });
  leaving.set(journal, running);
  return running;
};

const dropAddress = async (journal: Journal): Promise<boolean> => {
  const { serviceAddress: address, serviceDevice: device } = journal.facts;
  return address && device ? removeAddress({ address, device }) : false;
};

/** The address first, for which the copy waits; then CRIU's lock and our rule, which kept this host from answering. */
export const leaveCompletely = async (context: HoldContext): Promise<void> => {
  const { journal, log, progress } = context;
  // In a post-copy the tree may still stand behind its fence: then its lock stays, and its supervisors stay held.
  if (journal.state === 'committed') return;
  try {
    await leaveAddress(journal);
    await undoStanding(journal, ['criu-lock', 'table']);
    // Only now does nobody wait for this host any more.
    progress.flush();
  } catch (error) {
    log(`the address is not dropped yet: ${error instanceof Error ? error.message : String(error)}`);
  }
  await letSupervisorsGo(context);
};
