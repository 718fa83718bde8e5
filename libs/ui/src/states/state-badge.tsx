import type { VerdictWord } from '@godwit/domain/verdict';
import { Badge } from '../primitives/badge.tsx';
import { type PlaceState, placeStates, type StateWord, verdictStates } from './state-words.tsx';

interface StateBadgeProps {
  state: StateWord;
  size?: 'sm' | 'lg';
  className?: string;
}

/** Any state as word, icon and colour. */
export function StateBadge({ state, size = 'sm', className }: StateBadgeProps) {
  return (
    <Badge tone={state.tone} icon={state.icon} size={size} className={className}>
      {state.word}
    </Badge>
  );
}

/** A verdict; "Not known" is hatched besides. */
export function VerdictBadge({ verdict, size = 'sm' }: { verdict: VerdictWord; size?: 'sm' | 'lg' }) {
  const className = verdict === 'undetermined' ? 'hatched' : undefined;
  return <StateBadge state={verdictStates[verdict]} size={size} className={className} />;
}

/** What the workload does on one side of a run; Held carries an amber ring. */
export function PlaceBadge({ place, size = 'sm' }: { place: PlaceState; size?: 'sm' | 'lg' }) {
  const ring = place === 'held' ? 'ring-2 ring-amber ring-offset-1 ring-offset-surface' : undefined;
  return <StateBadge state={placeStates[place]} size={size} className={ring} />;
}
