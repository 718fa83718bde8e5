import type { RunEvent, Side } from '@godwit/domain/run';
import type { RatePoint } from '@godwit/ui';

const pointsOf = (events: readonly RunEvent[], side: Side): RatePoint[] =>
  events.flatMap(({ at, data }) =>
    data.type === 'progress.measured' && data.side === side && data.bytesPerSecond !== null
      ? [{ atMs: Date.parse(at), bytesPerSecond: data.bytesPerSecond }]
      : [],
  );

/** The rate of the page stream over time, from the side that measured it more often; the source's where they are even. */
export const ratePoints = (events: readonly RunEvent[]): RatePoint[] => {
  const [source, destination] = [pointsOf(events, 'source'), pointsOf(events, 'destination')];
  return destination.length > source.length ? destination : source;
};
