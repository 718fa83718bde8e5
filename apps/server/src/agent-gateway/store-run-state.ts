import { type RunState, runStateSchema } from '@godwit/agent-protocol';
import { isFollowingState, type RunEventData, sayThaw } from '@godwit/domain/run';
import { appendEvents, type Database, findSide, lockRun, storeSideReport } from '@godwit/history-store';
import { refuseMessage } from './require-side.ts';

interface Storing {
  database: Database;
  hostId: string;
  hostName: string;
  now: Date;
}

/**
 * Takes what a side's journal says, whether it came as a message or as an answer to report-run. What is older than what is
 * known already changes nothing: both ways may tell the same, in either order.
 */
export const storeRunState = async ({ database, hostId, hostName, now }: Storing, state: RunState): Promise<void> => {
  await lockRun(database, state.runId);
  const known = await findSide(database, state.runId, state.side);
  if (known?.hostId !== hostId) throw refuseMessage(`${hostName} told of a side of a run that is not its own`);
  const before = runStateSchema.safeParse(known.report);
  if (before.success && isOutdated(before.data, state)) return;
  const { runId, side } = state;
  await storeSideReport(database, { runId, side, state: state.state, report: state, now });
  // The same state told again, with more to it, is no news.
  if (before.data?.state === state.state && before.data.reason === state.reason) return;
  await appendEvents(database, { runId, events: eventsOf(state), now });
};

/** Within one boot the clock tells; states of the same moment, and of different boots, are told apart by what may follow what. */
const isOutdated = (before: RunState, state: RunState): boolean => {
  if (before.bootId === state.bootId && before.bootMs !== state.bootMs) return state.bootMs < before.bootMs;
  return before.state !== state.state && !isFollowingState(state.side, before.state, state.state);
};

const eventsOf = ({ side, state, reason, thawProof, logTail }: RunState): RunEventData[] => {
  const detail = reason ?? (thawProof && sayThaw(thawProof));
  const changed: RunEventData = {
    type: 'side.changed',
    side,
    state,
    ...(detail === undefined ? {} : { detail }),
  };
  if (logTail === undefined || logTail.length === 0) return [changed];
  const lines = logTail.slice(-200).map((line) => line.slice(0, 2000));
  return [changed, { type: 'log.appended', side, lines }];
};
