'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../../api/trpc.ts';

/** Asks, waits the few seconds it takes, and opens the answer. */
export const useStartPreflight = () => {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.preflights.start.mutationOptions({
      onSuccess: (preflight) => {
        client.setQueryData(trpc.preflights.get.queryKey({ preflightId: preflight.id }), preflight);
        void client.invalidateQueries(trpc.preflights.list.pathFilter());
        void client.invalidateQueries(trpc.workloads.pathFilter());
        router.push(`/preflights/${preflight.id}`);
      },
    }),
  );
};
