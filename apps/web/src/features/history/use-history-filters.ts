'use client';
import { runKinds, runOutcomes } from '@godwit/domain/run';
import { verdictWords } from '@godwit/domain/verdict';
import { useUrlState } from '../../url/use-url-state.ts';
import { readRange } from './time-range.ts';

export interface Scope {
  workloadId?: string;
  hostId?: string;
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const idOf = (text: string | null) => (text && uuid.test(text) ? text : undefined);
const oneOf = <T extends string>(words: readonly T[], text: string | null) => words.find((word) => word === text);

/** What the address asks for, as the server takes it; what it cannot take is left out. A given scope cannot be widened. */
export const useHistoryFilters = (scope: Scope) => {
  const { get } = useUrlState();
  const shared = {
    workloadId: scope.workloadId ?? idOf(get('workload')),
    hostId: scope.hostId ?? idOf(get('host')),
    ...readRange({ range: get('range'), from: get('from'), to: get('to') }, Date.now()),
  };
  return {
    preflights: { ...shared, verdict: oneOf(verdictWords, get('verdict')) },
    runs: { ...shared, outcome: oneOf(runOutcomes, get('outcome')), kind: oneOf(runKinds, get('kind')) },
  };
};
