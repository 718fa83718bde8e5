import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import type { CheckpointOutcome } from './hold-protocol.ts';
import type { RunPaths } from './run-paths.ts';

const outcomeFile = (paths: RunPaths): string => path.join(paths.dir, 'outcome.json');

export const writeOutcome = (paths: RunPaths, outcome: CheckpointOutcome): void =>
  writeFileDurably(outcomeFile(paths), JSON.stringify(outcome));

const toldFile = (paths: RunPaths): string => path.join(paths.dir, 'outcome.told');

/** The outcome is in the agent's spool: it is not told again. */
export const markOutcomeTold = (paths: RunPaths): void => writeFileDurably(toldFile(paths), '');

export const isOutcomeTold = (paths: RunPaths): boolean => existsSync(toldFile(paths));

/** How a dump or restore of a checkpoint ended; null while it has not. */
export const readOutcome = (paths: RunPaths): CheckpointOutcome | null =>
  existsSync(outcomeFile(paths)) ? (JSON.parse(readFileSync(outcomeFile(paths), 'utf8')) as CheckpointOutcome) : null;
