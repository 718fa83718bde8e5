'use client';
import { verdictWords } from '@godwit/domain/verdict';
import { Face, Select, verdictStates } from '@godwit/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { HistoryList } from './history-list.tsx';
import { preflightColumns } from './preflight-columns.tsx';
import { type Scope, useHistoryFilters } from './use-history-filters.ts';

const verdictOptions = [
  { value: 'all', label: 'Any verdict' },
  ...verdictWords.map((word) => ({ value: word, label: verdictStates[word].word })),
];

function VerdictSelect() {
  const { get, set } = useUrlState();
  return (
    <Select
      label="Verdict"
      value={get('verdict') ?? 'all'}
      onChange={(value) => set({ verdict: value === 'all' ? null : value })}
      options={verdictOptions}
    />
  );
}

/** Every check that was kept, of everything or of one workload or host. */
export function PreflightHistory({ scope = {} }: { scope?: Scope }) {
  const trpc = useTRPC();
  const filters = useHistoryFilters(scope).preflights;
  const pages = useInfiniteQuery(
    trpc.preflights.list.infiniteQueryOptions(
      { ...filters, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <HistoryList
      label="Preflights"
      noun="preflight"
      scope={scope}
      pages={pages}
      columns={preflightColumns}
      extra={<VerdictSelect />}
      asked={{ what: 'preflights', filters }}
      empty={
        <Face icon={<ClipboardCheck />} title="No preflight yet">
          Open a workload and choose “Preflight to…”. Every answer is kept here, so that “it worked last week” can be
          looked up.
        </Face>
      }
    />
  );
}
