import type { SourceState } from '@godwit/domain/run';
import { bootMs } from '../hold/boot-clock.ts';
import type { CriuProcess } from '../hold/criu-process.ts';
import { decide } from '../hold/decision.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { HookPipe } from '../hold/hook-pipe.ts';
import { measureImages, readFrozenUs } from '../hold/source-dump.ts';
import { giveTasksBack } from '../hold/source-endings.ts';

const reason = 'All images of the rehearsal are written, so the workload runs on.';
const patienceMs = 5000;

interface Holders {
  criu: CriuProcess;
  hook: HookPipe;
}

/** The source of a rehearsal is held no longer than it takes to write its images: what is sent later lies on the disk. */
export const letRunOn = async (context: HoldContext, { criu, hook }: Holders): Promise<SourceState> => {
  const { paths, journal } = context;
  const { frozenAtBootMs = 0 } = journal.facts;
  const dumped = { frozenUs: null, imageBytes: measureImages(paths.images), frozenAtBootMs };
  context.enter('held', { dumped });
  decide(paths, { decision: 'aborted', epoch: journal.epoch, by: 'hold', reason });
  context.enter('aborted', { reason });
  const measure = () => {
    const frozenUs = readFrozenUs(paths) ?? Math.round((bootMs() - frozenAtBootMs) * 1000);
    return { dumped: { ...dumped, frozenUs } };
  };
  await giveTasksBack(context, { criu, hook, patienceMs, keepImages: true, detail: measure });
  return 'given-back';
};
