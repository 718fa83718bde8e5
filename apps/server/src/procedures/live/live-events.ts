import { streamLiveEvents } from '../../live/stream-live-events.ts';
import { viewerProcedure } from '../trpc.ts';
import { liveEventsInput } from './live-events.schema.ts';

/** Everything one page wants to hear of. Goes on, after a lost connection, behind the last event that arrived. */
export const liveEvents = viewerProcedure
  .input(liveEventsInput)
  .subscription(({ ctx, input, signal }) =>
    streamLiveEvents(ctx, { topics: input.topics, lastEventId: input.lastEventId ?? null, signal }),
  );
