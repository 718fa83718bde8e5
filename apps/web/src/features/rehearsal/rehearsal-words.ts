import type { DestinationState, SourceState } from '@godwit/domain/run';
import { countOf, formatBytes, formatMs, formatRange } from '@godwit/ui';
import type { PreflightDetail } from '../../api/types.ts';

type Seen = Pick<PreflightDetail, 'estimate' | 'destination' | 'source'>;

const freeze = ({ estimate, source }: Seen): string => {
  const memory = estimate.memoryBytes === null ? '' : ` and ${formatBytes(estimate.memoryBytes)} of memory`;
  const what = `${countOf(estimate.processes, 'process', 'processes')}${memory} on ${source.name}`;
  const { rehearsal } = estimate;
  if (rehearsal === null) return `Freezes ${what} once, until they are written down. How long that takes is not known.`;
  const { frozen } = rehearsal;
  return `Freezes ${what} once, for about ${formatMs(frozen.likely)} (${formatRange(frozen)}). They run on before anything is sent.`;
};

const clients = (connections: number): string =>
  connections === 0
    ? 'It has no open connections.'
    : `${countOf(connections, 'open connection')} will wait as long as that and go on.`;

/** What a rehearsal will do, in sentences: what freezes and for how long, who waits, what becomes of the copy. */
export const whatWillBeRehearsed = (seen: Seen): string[] => {
  const there = seen.destination?.name ?? 'the destination';
  return [
    freeze(seen),
    clients(seen.estimate.connections),
    `A copy is built on ${there} in namespaces and overlays of its own. It never runs, and nothing on ${there} is changed. Then it is ended.`,
  ];
};

const source: Partial<Record<SourceState, string>> = {
  prepared: 'Connected to the destination. It runs.',
  dumping: 'CRIU writes it down.',
  held: 'Everything is written. It is about to run on.',
  aborted: 'Everything is written. It is being thawed.',
  'given-back': 'It runs on, as before.',
  swept: 'It runs on, as before. Cleaned up.',
};

const destination: Partial<Record<DestinationState, string>> = {
  prepared: 'Namespaces and overlays for the copy were tried, and can be built.',
  restoring: 'The copy is being built in namespaces of its own.',
  held: 'The copy stands complete and stopped. It will never run.',
  discarded: 'The copy was ended. None of it has run.',
  swept: 'The copy was ended. None of it has run. Cleaned up.',
};

/** What a side's journal says in a rehearsal, where it is not what it says in a move; null elsewhere. */
export const rehearsalSideWords = (side: 'source' | 'destination', state: string | null): string | null => {
  const words: Record<string, string | undefined> = side === 'source' ? source : destination;
  return (state !== null && words[state]) || null;
};
