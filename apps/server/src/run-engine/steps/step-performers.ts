import type { StepName } from '@godwit/domain/run';
import type { PerformStep } from '../step.ts';
import { check } from './check.ts';
import { commit } from './commit.ts';
import { dump } from './dump.ts';
import { dumpCheckpoint } from './dump-checkpoint.ts';
import { fetchPages } from './fetch-pages.ts';
import { judgeImages } from './judge-images.ts';
import { moveAddress } from './move-address.ts';
import { permit } from './permit.ts';
import { preDump } from './pre-dump.ts';
import { prepareDestination } from './prepare-destination.ts';
import { prepareSource } from './prepare-source.ts';
import { prove } from './prove.ts';
import { rehearseBuild } from './rehearse-build.ts';
import { rehearseDestination } from './rehearse-destination.ts';
import { rehearseDump } from './rehearse-dump.ts';
import { rehearseEnd } from './rehearse-end.ts';
import { rehearseSource } from './rehearse-source.ts';
import { release } from './release.ts';
import { restore } from './restore.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { sendCheckpoint } from './send-checkpoint.ts';
import { stageFiles } from './stage-files.ts';
import { sweep } from './sweep.ts';

/** One file per step of the step table. */
export const stepPerformers: Record<StepName, PerformStep> = {
  check,
  'prepare-destination': prepareDestination,
  'prepare-source': prepareSource,
  'stage-files': stageFiles,
  'pre-dump': preDump,
  dump,
  restore,
  permit,
  commit,
  'move-address': moveAddress,
  release,
  'fetch-pages': fetchPages,
  prove,
  sweep,
  'dump-checkpoint': dumpCheckpoint,
  'restore-checkpoint': restoreCheckpoint,
  'judge-images': judgeImages,
  'send-checkpoint': sendCheckpoint,
  'rehearse-destination': rehearseDestination,
  'rehearse-source': rehearseSource,
  'rehearse-dump': rehearseDump,
  'rehearse-build': rehearseBuild,
  'rehearse-end': rehearseEnd,
};
