import type { CopyDecision } from '@godwit/domain/checkpoints';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary } from '../../api/types.ts';

/**
 * What is known of the copy of a workload whose checkpoint a move kept, and what a person says of it. A checkpoint of a dump has none and
 * may be restored.
 */
export const useCopyOfMove = ({ id, moveRunId }: CheckpointSummary) => {
  const trpc = useTRPC();
  const isKept = moveRunId !== null;
  const query = useQuery(
    trpc.checkpoints.copy.queryOptions({ checkpointId: id }, { enabled: isKept, staleTime: 0, retry: false }),
  );
  const [chosen, setChosen] = useState<CopyDecision['choice'] | null>(null);
  const [typed, setTyped] = useState('');
  const choice = query.data?.choices.find((one) => one.choice === chosen);
  const decision = choice && typed === choice.confirmName ? { choice: choice.choice, confirmName: typed } : undefined;
  const mayRestore = !isKept || query.data?.state === 'gone' || decision !== undefined;
  return { isKept, query, choice, choose: setChosen, typed, type: setTyped, decision, mayRestore };
};
