import { readFileSync, rmSync } from 'node:fs';
import { killCgroup, listCgroupPids, makeCgroup } from '@godwit/criu-driver';
import { toErrorReport } from '@godwit/domain/errors';
import { firstPidOf } from '../containers/container-target.ts';
import { placeContainer } from '../containers/place-bundle.ts';
import { cleanWorkFiles, leaveNoMounts } from './clean-work-files.ts';
import type { CriuProcess } from './criu-process.ts';
import { startRestoreCriu } from './destination-criu.ts';
import type { HoldContext } from './hold-context.ts';
import type { CheckpointOutcome, CheckpointRestore } from './hold-protocol.ts';
import { criuFailure } from './source-dump.ts';
import { undoStanding } from './undo.ts';

const deadlineMs = 110_000;

/**
 * Restores a checkpoint of this host in a cgroup of its own. Never throws; when it fails nothing of the tree is left.
 * The caller has made sure that none of its pids lives and that the cgroup is empty.
 */
export const restoreCheckpoint = async (
  context: HoldContext,
  request: CheckpointRestore,
): Promise<CheckpointOutcome> => {
  const { paths, journal } = context;
  const cgroupDir = request.cgroupDir === '' ? null : request.cgroupDir;
  let criu: CriuProcess | null = null;
  try {
    await cleanWorkFiles(paths);
    if (cgroupDir) makeCgroup(cgroupDir);
    const { criuPath, criuArguments: options, imagesDir } = request;
    const container = request.container && (await placeContainer(context, imagesDir, request.container));
    criu = startRestoreCriu(context, { criuPath, options, imagesDir, cgroupDir, held: false, container });
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const end = await criu.endWithin(deadlineMs);
    if (end?.code !== 0) throw criuFailure('restore', criu.end ?? { code: null, signal: 'SIGKILL' }, criu.lastLines);
    const rootPid = container ? firstPidOf(container) : Number(readFileSync(paths.rootPid, 'utf8'));
    return { action: 'restore', error: null, imageBytes: null, frozenUs: null, rootPid, logTail: tailOf(criu) };
  } catch (error) {
    if (cgroupDir && listCgroupPids(cgroupDir).length > 0) killCgroup(cgroupDir);
    await undoStanding(journal, ['container', 'bundle']);
    await leaveNoMounts(paths);
    const nothing = { imageBytes: null, frozenUs: null, rootPid: null };
    return { action: 'restore', error: toErrorReport(error), ...nothing, logTail: tailOf(criu) };
  } finally {
    // Opened for this restore only.
    if (request.imagesDir === paths.images) rmSync(paths.images, { recursive: true, force: true });
  }
};

const tailOf = (criu: CriuProcess | null): string[] => [...(criu?.lastLines ?? [])].slice(-40);
