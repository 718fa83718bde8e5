import type { StepName } from '@godwit/domain/run';
import type { PerformStep } from '../step.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import { dump } from './dump.ts';
import { dumpCheckpoint } from './dump-checkpoint.ts';
import { moveAddress } from './move-address.ts';
import { permit } from './permit.ts';
import { prepareDestination } from './prepare-destination.ts';
import { prepareSource } from './prepare-source.ts';
import { prove } from './prove.ts';
import { release } from './release.ts';
import { restore } from './restore.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { sweep } from './sweep.ts';

/** One file per step of the step table. */
export const stepPerformers: Record<StepName, PerformStep> = {
  check,
  'prepare-destination': prepareDestination,
  'prepare-source': prepareSource,
  dump,
  restore,
  permit,
  commit,
  'move-address': moveAddress,
  release,
  prove,
  sweep,
  'dump-checkpoint': dumpCheckpoint,
  'restore-checkpoint': restoreCheckpoint,
};
