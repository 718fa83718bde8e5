import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dumpLog, restoreLog } from '@godwit/criu-driver';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { sealOrSay } from '../hold/checkpoint-dump.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { CheckpointDump, CheckpointOutcome } from '../hold/hold-protocol.ts';
import { isOutcomeTold, readOutcome, writeOutcome } from '../hold/outcome-file.ts';
import { measureImages, readFrozenUs } from '../hold/source-dump.ts';
import { freeAbandoned, undoStanding } from '../hold/undo.ts';
import { readRequest } from './run-store.ts';
import { waitForCriu } from './wait-for-criu.ts';

/** A dump or restore whose hold process died: CRIU went on alone, and its log says how it ended. */
export const recoverCheckpoint = async (context: HoldContext): Promise<void> => {
  const { paths, journal } = context;
  const known = readOutcome(paths);
  if (known) {
    if (!isOutcomeTold(paths)) context.finishCheckpoint(known);
    await undoStanding(journal, ['cgroup']);
    return;
  }
  await waitForCriu(journal.facts.criu);
  const dump = readRequest<CheckpointDump>(paths, 'dump-checkpoint');
  const lines = readLog(path.join(paths.work, dump ? dumpLog : restoreLog));
  const succeeded = lines.some((line) => /(Dumping|Restore) finished successfully/.test(line));
  if (!succeeded && dump)
    await freeAbandoned(
      context,
      (journal.facts.tasks ?? []).map(({ pid }) => pid),
    );
  const nothing = { imageBytes: null, frozenUs: null, rootPid: null };
  const facts = dump
    ? { imageBytes: measureImages(paths.images), frozenUs: readFrozenUs(paths), rootPid: dump.pid }
    : { ...nothing, rootPid: readRootPid(paths.rootPid) };
  if (!dump) rmSync(paths.images, { recursive: true, force: true });
  const encrypted = succeeded && dump?.encrypt === true && (await sealOrSay(context));
  const outcome: CheckpointOutcome = {
    encrypted,
    action: dump ? 'dump' : 'restore',
    error: succeeded ? null : toErrorReport(died()),
    ...(succeeded ? facts : nothing),
    logTail: lines.slice(-40),
  };
  writeOutcome(paths, outcome);
  await undoStanding(journal, succeeded ? ['cgroup'] : ['cgroup', 'container', 'bundle']);
  context.finishCheckpoint(outcome);
};

const readLog = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.slice(0, 2000))
    : [];

const readRootPid = (file: string): number | null => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : null);

const died = (): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: 'The process that watched over CRIU died, and CRIU did not finish.',
    remedy: 'Look whether the workload runs, then start again.',
  });
