import type { z } from 'zod';
import { answerQuestions } from './answer-questions.ts';
import { cancelProbes } from './cancel-probes.ts';
import { collectFacts } from './collect-facts.ts';
import { commitSource } from './commit-source.ts';
import { describeImages } from './describe-images.ts';
import { discardCopy } from './discard-copy.ts';
import { dropAddress } from './drop-address.ts';
import { dumpCheckpoint } from './dump-checkpoint.ts';
import { endSource } from './end-source.ts';
import { endTransfer } from './end-transfer.ts';
import { exploreImages } from './explore-images.ts';
import { giveSourceBack } from './give-source-back.ts';
import { keepImages } from './keep-images.ts';
import { listStageHooks } from './list-stage-hooks.ts';
import { listWorkloads } from './list-workloads.ts';
import { offerCheckpoint } from './offer-checkpoint.ts';
import { openRelay } from './open-relay.ts';
import { openRun } from './open-run.ts';
import { preDump } from './pre-dump.ts';
import { prepareDestination } from './prepare-destination.ts';
import { prepareSource } from './prepare-source.ts';
import { proveCopy } from './prove-copy.ts';
import { receiveCheckpoint } from './receive-checkpoint.ts';
import { rehearseDestination } from './rehearse-destination.ts';
import { rehearseSource } from './rehearse-source.ts';
import { releaseCopy } from './release-copy.ts';
import { removeNonces } from './remove-nonces.ts';
import { reportRun } from './report-run.ts';
import { reportTransfer } from './report-transfer.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { runProbes } from './run-probes.ts';
import { sendCheckpoint } from './send-checkpoint.ts';
import { stageFiles } from './stage-files.ts';
import { startDump } from './start-dump.ts';
import { startRestore } from './start-restore.ts';
import { sweepRun } from './sweep-run.ts';

/** Every command a server may send. The agent parses the request, the server the result. */
export const commands = {
  [answerQuestions.type]: answerQuestions,
  [cancelProbes.type]: cancelProbes,
  [collectFacts.type]: collectFacts,
  [commitSource.type]: commitSource,
  [discardCopy.type]: discardCopy,
  [describeImages.type]: describeImages,
  [offerCheckpoint.type]: offerCheckpoint,
  [receiveCheckpoint.type]: receiveCheckpoint,
  [sendCheckpoint.type]: sendCheckpoint,
  [reportTransfer.type]: reportTransfer,
  [endTransfer.type]: endTransfer,
  [dropAddress.type]: dropAddress,
  [dumpCheckpoint.type]: dumpCheckpoint,
  [endSource.type]: endSource,
  [exploreImages.type]: exploreImages,
  [giveSourceBack.type]: giveSourceBack,
  [keepImages.type]: keepImages,
  [listStageHooks.type]: listStageHooks,
  [listWorkloads.type]: listWorkloads,
  [openRelay.type]: openRelay,
  [openRun.type]: openRun,
  [preDump.type]: preDump,
  [prepareDestination.type]: prepareDestination,
  [prepareSource.type]: prepareSource,
  [proveCopy.type]: proveCopy,
  [releaseCopy.type]: releaseCopy,
  [rehearseDestination.type]: rehearseDestination,
  [rehearseSource.type]: rehearseSource,
  [removeNonces.type]: removeNonces,
  [reportRun.type]: reportRun,
  [restoreCheckpoint.type]: restoreCheckpoint,
  [runProbes.type]: runProbes,
  [stageFiles.type]: stageFiles,
  [startDump.type]: startDump,
  [startRestore.type]: startRestore,
  [sweepRun.type]: sweepRun,
} as const;

export type CommandType = keyof typeof commands;
export type CommandRequest<T extends CommandType> = z.infer<(typeof commands)[T]['request']>;
export type CommandResult<T extends CommandType> = z.infer<(typeof commands)[T]['result']>;
