import type { RunEventData, Side } from '@godwit/domain/run';
import { appendEvents } from '@godwit/history-store';
import type { MessageHandler } from '../message-context.ts';
import { refuseMessage, requireSideOfHost } from '../require-side.ts';

/** What a host may tell of a run by itself. Everything else in the history is the server's own to write. */
const told = new Set<RunEventData['type']>([
  'phase.entered',
  'progress.measured',
  'files.measured',
  'log.appended',
  'side.noted',
]);

export const handleRunProgressed: MessageHandler<'run.progressed'> = async (context, { runId, events }) => {
  const { side } = await requireSideOfHost(context, runId);
  for (const event of events) refuseForeign(event, side, context.hostName);
  await appendEvents(context.database, { runId, events, now: context.now });
};

const refuseForeign = (event: RunEventData, side: Side, hostName: string): void => {
  if (!told.has(event.type)) throw refuseMessage(`${hostName} sent a "${event.type}", which is not a host's to tell`);
  if ('side' in event && event.side !== side) throw refuseMessage(`${hostName} told of the other side of a run`);
};
