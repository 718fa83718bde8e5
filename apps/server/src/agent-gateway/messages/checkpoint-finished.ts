import { appendEvents, storeCheckpointReport, wake } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';
import { requireSideOfHost } from '../require-side.ts';

export const handleCheckpointFinished: MessageHandler<'checkpoint.finished'> = async (context, report) => {
  const { database, now } = context;
  const { runId, side } = await requireSideOfHost(context, report.runId);
  await storeCheckpointReport(database, runId, report);
  if (report.logTail.length > 0) {
    const lines = report.logTail.slice(-200).map((line) => line.slice(0, 2000));
    await appendEvents(database, { runId, events: [{ type: 'log.appended', side, lines }], now });
  }
  await wake(database, { about: 'run', runId });
};
