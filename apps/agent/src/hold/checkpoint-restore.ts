import { readFileSync } from 'node:fs';
import { killCgroup, listCgroupPids, makeCgroup } from '@godwit/criu-driver';
import { toErrorReport } from '@godwit/domain/errors';
import { cleanWorkFiles } from './clean-work-files.ts';
import type { CriuProcess } from './criu-process.ts';
import { startRestoreCriu } from './destination-criu.ts';
import type { HoldContext } from './hold-context.ts';
import type { CheckpointOutcome, CheckpointRestore } from './hold-protocol.ts';
import { criuFailure } from './source-dump.ts';

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
    cleanWorkFiles(paths);
    if (cgroupDir) makeCgroup(cgroupDir);
    const { criuPath, criuArguments: options, imagesDir } = request;
    criu = startRestoreCriu(context, { criuPath, options, imagesDir, cgroupDir, held: false });
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const end = await criu.endWithin(deadlineMs);
    if (end?.code !== 0) throw criuFailure('restore', criu.end ?? { code: null, signal: 'SIGKILL' }, criu.lastLines);
    const rootPid = Number(readFileSync(paths.rootPid, 'utf8'));
    return { action: 'restore', error: null, imageBytes: null, frozenUs: null, rootPid, logTail: tailOf(criu) };
  } catch (error) {
    if (cgroupDir && listCgroupPids(cgroupDir).length > 0) killCgroup(cgroupDir);
    const nothing = { imageBytes: null, frozenUs: null, rootPid: null };
    return { action: 'restore', error: toErrorReport(error), ...nothing, logTail: tailOf(criu) };
  }
};

const tailOf = (criu: CriuProcess | null): string[] => [...(criu?.lastLines ?? [])].slice(-40);
