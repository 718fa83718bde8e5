import { destinationTransitions, type Side, sourceTransitions } from './side-states.ts';

/** Whether a side may come from one state to another, over however many states between. False for states of the other side. */
export const isFollowingState = (side: Side, from: string, to: string): boolean => {
  const transitions: Record<string, readonly string[]> = side === 'source' ? sourceTransitions : destinationTransitions;
  const seen = new Set<string>();
  const open = [...(transitions[from] ?? [])];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (state === to) return true;
    if (seen.has(state)) continue;
    seen.add(state);
    open.push(...(transitions[state] ?? []));
  }
  return false;
};
