import type { RunView } from '@godwit/domain/history';
import type { DestinationState, SourceState } from '@godwit/domain/run';

const source: Record<SourceState, string> = {
  opened: 'The run is open in its journal. Nothing has been touched.',
  prepared: 'Prepared: all that the freeze needs is ready. It runs as before.',
  dumping: 'CRIU writes it down.',
  held: 'Everything is written. It waits, frozen and fenced, for the commit.',
  committed: 'Committed. It is being ended here.',
  gone: 'Ended here, and proved so.',
  aborted: 'Aborted. It is being thawed.',
  'given-back': 'It runs here again, as before.',
  swept: 'Cleaned up.',
};

const destination: Record<DestinationState, string> = {
  opened: 'The run is open in its journal. Nothing has been touched.',
  prepared: 'Memory, pids and the channel are ready for it.',
  receiving: 'Memory pages arrive.',
  received: 'Everything has arrived and is on disk.',
  restoring: 'The copy is being built.',
  held: 'The copy stands complete. None of it has run.',
  releasing: 'The source is gone. The copy is being released.',
  released: 'It runs here.',
  discarded: 'The copy was removed. None of it has run.',
  failed: 'The copy failed.',
  swept: 'Cleaned up.',
};

const sweptWords = (side: 'source' | 'destination', { committed, sides }: RunView): string => {
  if (side === 'source') return `${committed ? source.gone : source['given-back']} ${source.swept}`;
  if (!committed) return `${destination.discarded} ${destination.swept}`;
  return `${sides.destination.endedAs === 'failed' ? endedCopy : destination.released} ${destination.swept}`;
};

const endedCopy = 'The copy failed after the commit, and was ended.';

/** In a post-copy the commit does not end the source: the copy still needs its memory. */
const committedPostCopy =
  'Committed. It stands frozen behind its fence, and keeps its memory until the copy has all of it.';

/** In the rounds of a pre-copy the journals say no more than that everything is prepared. */
export const isCopyingAhead = ({ state, steps }: RunView): boolean =>
  state === 'running' && steps.some((step) => step.name === 'pre-dump' && step.state === 'running');

const copyingAhead = {
  source: 'It runs. Its memory is copied ahead meanwhile, in rounds.',
  destination: 'Memory arrives, round after round. Nothing is built yet.',
};

/** What a side's journal says, in a sentence; after the sweep also how it ended there. */
export const journalWords = (side: 'source' | 'destination', view: RunView): string => {
  const { state } = view.sides[side];
  if (state === null) return side === 'source' ? 'Nothing has been touched.' : 'Nothing is here yet.';
  if (state === 'swept') return sweptWords(side, view);
  if (state === 'prepared' && isCopyingAhead(view)) return copyingAhead[side];
  if (state === 'committed' && view.steps.some(({ name }) => name === 'fetch-pages')) return committedPostCopy;
  const words: Record<string, string> = side === 'source' ? source : destination;
  return words[state] ?? state;
};

/** A change of state as a line of the log. */
export const stateWords = (side: 'source' | 'destination', state: string): string => {
  const words: Record<string, string> = side === 'source' ? source : destination;
  return words[state] ?? state;
};
