/**
 * Where each side of a move stands, as its own journal on disk says. The order is the order of life.
 * Source: the journal's `held` is the PREPARED of the protocol; from it exactly one of `committed` and `aborted` follows.
 */
export const sourceStates = [
  'opened',
  'prepared',
  'dumping',
  'held',
  'committed',
  'gone',
  'aborted',
  'given-back',
  'swept',
] as const;
export type SourceState = (typeof sourceStates)[number];

/** Destination: `held` is the vote; `releasing` is written before the copy may run its first instruction. */
export const destinationStates = [
  'opened',
  'prepared',
  'receiving',
  'received',
  'restoring',
  'held',
  'releasing',
  'released',
  'discarded',
  'failed',
  'swept',
] as const;
export type DestinationState = (typeof destinationStates)[number];

export const sides = ['source', 'destination'] as const;
export type Side = (typeof sides)[number];

/** Which states may follow which. Agents refuse any other change; a test proves that every state is reachable and ends. */
export const sourceTransitions: Record<SourceState, readonly SourceState[]> = {
  opened: ['prepared', 'aborted'],
  prepared: ['dumping', 'aborted'],
  dumping: ['held', 'aborted'],
  held: ['committed', 'aborted'],
  committed: ['gone'],
  gone: ['swept'],
  aborted: ['given-back'],
  'given-back': ['swept'],
  swept: [],
};

export const destinationTransitions: Record<DestinationState, readonly DestinationState[]> = {
  opened: ['prepared', 'discarded'],
  prepared: ['receiving', 'discarded'],
  receiving: ['received', 'failed', 'discarded'],
  received: ['restoring', 'discarded'],
  restoring: ['held', 'failed', 'discarded'],
  // A copy that dies while it is held is built again from its images once the source has committed.
  held: ['releasing', 'failed', 'discarded'],
  releasing: ['released', 'failed'],
  // A copy whose memory comes after it (post-copy) can still be lost.
  released: ['swept', 'failed'],
  // Swept at once only where nothing can be built again: pages of a post-copy were lost.
  failed: ['restoring', 'discarded', 'swept'],
  discarded: ['swept'],
  swept: [],
};
