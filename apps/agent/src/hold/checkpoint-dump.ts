import { readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { findHierarchies, findOwnCgroup, listTree, readTask } from '@godwit/criu-driver';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { sealCheckpoint } from '../at-rest/index.ts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { beginContainer } from '../containers/container-source.ts';
import { forgetContainer } from '../containers/forget-container.ts';
import { type CheckpointRecord, checkpointRecordFile } from './checkpoint-record.ts';
import type { CriuProcess } from './criu-process.ts';
import { decide } from './decision.ts';
import { describeTask } from './frozen-tasks.ts';
import type { HoldContext } from './hold-context.ts';
import type { CheckpointDump, CheckpointOutcome } from './hold-protocol.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeSourceHook } from './hook-script.ts';
import { startDumpCriu } from './source-criu.ts';
import { criuFailure, measureImages, readFrozenUs } from './source-dump.ts';
import { freeAbandoned, undoStanding } from './undo.ts';
import { waitForHook } from './wait-for-hook.ts';

const endMs = 30_000;

/**
 * Dumps a tree into a checkpoint. CRIU is held until all images are on the disk: only then may it end the tree, or let it
 * run on. Never throws; a failure is in the outcome, and the tree runs on.
 */
export const dumpCheckpoint = async (context: HoldContext, request: CheckpointDump): Promise<CheckpointOutcome> => {
  const state: { criu: CriuProcess | null } = { criu: null };
  try {
    const imageBytes = await dump(context, request, state);
    const frozenUs = readFrozenUs(context.paths);
    const encrypted = request.encrypt === true && (await sealOrSay(context));
    const done = { imageBytes, frozenUs, rootPid: request.pid, logTail: tailOf(state.criu) };
    return { action: 'dump', error: null, encrypted, ...done };
  } catch (error) {
    await letRunOn(context, state.criu, error);
    rmSync(context.paths.images, { recursive: true, force: true });
    const failed = { imageBytes: null, frozenUs: null, rootPid: null, logTail: tailOf(state.criu) };
    return { action: 'dump', error: toErrorReport(error), ...failed };
  }
};

/** The tree may be gone by now, so images that cannot be sealed are kept as they are, and told to be open. */
export const sealOrSay = async ({ paths, log }: Pick<HoldContext, 'paths' | 'log'>): Promise<boolean> => {
  try {
    await sealCheckpoint(paths);
    return true;
  } catch (error) {
    log(`the images could not be encrypted: ${toErrorReport(error).message}`);
    return false;
  }
};

const dump = async (
  context: HoldContext,
  request: CheckpointDump,
  state: { criu: CriuProcess | null },
): Promise<number> => {
  const { paths, journal } = context;
  if (readTask(request.pid)?.startTimeTicks !== request.startTimeTicks) throw changed(request.pid);
  const container = request.container && (await beginContainer(context, request.container, request.pid));
  writeSourceHook(paths);
  const hook = await HookPipe.open(paths);
  const { criuPath, pid, leaveRunning, criuArguments: options } = request;
  const target = container?.record ?? null;
  const start = { criuPath, pid, leaveRunning, options, container: target, onSeized: () => undefined };
  const criu = startDumpCriu(context, start);
  state.criu = criu;
  if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
  const outcome = await waitForHook(criu, hook);
  if ('end' in outcome) throw criuFailure('dump', outcome.end, criu.lastLines);
  writeRecord(context, request);
  await container?.addChanges();
  await syncAll(paths.images);
  decide(paths, { decision: 'committed', epoch: request.epoch, by: 'hold', reason: 'All images are on the disk.' });
  hook.wake();
  const end = await criu.endWithin(endMs);
  if (end?.code !== 0) throw criuFailure('dump', criu.end ?? { code: null, signal: 'SIGKILL' }, criu.lastLines);
  if (!leaveRunning) await forgetContainer(context);
  return measureImages(paths.images);
};

const letRunOn = async (context: HoldContext, criu: CriuProcess | null, error: unknown): Promise<void> => {
  const { paths, journal } = context;
  const { message } = toErrorReport(error);
  const standing = decide(paths, { decision: 'aborted', epoch: journal.epoch, by: 'hold', reason: message });
  if (standing.decision === 'committed') return;
  await criu?.endWithin(endMs);
  await undoStanding(journal, ['bundle']);
  await freeAbandoned(
    context,
    (journal.facts.tasks ?? []).map(({ pid }) => pid),
  );
};

const writeRecord = ({ paths, journal }: HoldContext, request: CheckpointDump): void => {
  const tree = listTree(request.pid).filter(({ state }) => state !== 'Z');
  const tasks = tree.map(({ pid, startTimeTicks, comm }) => ({ pid, startTimeTicks, comm }));
  journal.append({ kind: 'facts', facts: { tasks } });
  const own = findOwnCgroup(
    findHierarchies(),
    request.pid,
    tasks.map(({ pid }) => pid),
  );
  const record: CheckpointRecord = {
    runId: paths.runId,
    workloadKey: request.workloadKey,
    rootPid: request.pid,
    leftRunning: request.leaveRunning,
    tasks,
    cgroupPath: own?.version === 'v2' ? own.path : null,
    container: request.container,
  };
  writeFileDurably(checkpointRecordFile(paths.dir), JSON.stringify(record));
  writeFileDurably(paths.manifest, JSON.stringify({ tasks: tree.map(describeTask) }));
};

const syncAll = async (dir: string): Promise<void> => {
  for (const name of [...readdirSync(dir), '.']) {
    const file = await open(path.join(dir, name), 'r');
    await file.sync().finally(() => file.close());
  }
};

const tailOf = (criu: CriuProcess | null): string[] => [...(criu?.lastLines ?? [])].slice(-40);

const changed = (pid: number): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: `Process ${pid} is not the one that was checked: it ended, or its number was given to another.`,
    remedy: 'Make a new preflight of the workload.',
  });
