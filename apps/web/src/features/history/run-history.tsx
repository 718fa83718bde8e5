'use client';
import { runKinds, runOutcomes } from '@godwit/domain/run';
import { Face, outcomeStates, Select } from '@godwit/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRightLeft } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { HistoryList } from './history-list.tsx';
import { runColumns } from './run-columns.tsx';
import { type Scope, useHistoryFilters } from './use-history-filters.ts';

const kindOptions = [
  { value: 'all', label: 'Any kind' },
  ...runKinds.map((kind) => ({
    value: kind,
    label: { move: 'Moves', dump: 'Dumps', restore: 'Restores', rehearsal: 'Rehearsals', send: 'Checkpoints sent' }[
      kind
    ],
  })),
];

const outcomeOptions = [
  { value: 'all', label: 'Any outcome' },
  ...runOutcomes.map((outcome) => ({ value: outcome, label: outcomeStates[outcome].word })),
];

function KindAndOutcome() {
  const { get, set } = useUrlState();
  const chosen = (value: string) => (value === 'all' ? null : value);
  return (
    <>
      <Select
        label="Kind"
        value={get('kind') ?? 'all'}
        onChange={(value) => set({ kind: chosen(value) })}
        options={kindOptions}
      />
      <Select
        label="Outcome"
        value={get('outcome') ?? 'all'}
        onChange={(value) => set({ outcome: chosen(value) })}
        options={outcomeOptions}
      />
    </>
  );
}

/** Every run, of everything or of one workload or host. */
export function RunHistory({ scope = {} }: { scope?: Scope }) {
  const trpc = useTRPC();
  const filters = useHistoryFilters(scope).runs;
  const pages = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions({ ...filters, limit: 50 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <HistoryList
      label="Runs"
      noun="run"
      scope={scope}
      pages={pages}
      columns={runColumns}
      extra={<KindAndOutcome />}
      asked={{ what: 'runs', filters }}
      empty={
        <Face icon={<ArrowRightLeft />} title="No run yet">
          Dumps, restores and moves stand here, each with its four times. A move starts from a preflight that allows it.
        </Face>
      }
    />
  );
}
