import { expect, it } from 'vitest';
import { liveWords, nextLiveState, startingState } from './live-state.ts';

it('calls a stream lost only after it was live, and counts from then', () => {
  expect(nextLiveState(startingState, 'connecting', 5).connection).toBe('connecting');
  const live = nextLiveState(startingState, 'pending', 10);
  const lost = nextLiveState(live, 'connecting', 2000);
  expect(liveWords(lost, 6100)).toBe('reconnecting, 4 s');
  expect(nextLiveState(lost, 'error', 9000).lostSinceMs).toBe(2000);
  expect(liveWords(nextLiveState(lost, 'pending', 9000), 9000)).toBe('live');
});

it('calls a stream lost that the server refused at once', () => {
  expect(nextLiveState(startingState, 'error', 7)).toEqual({ connection: 'lost', lostSinceMs: 7 });
});
