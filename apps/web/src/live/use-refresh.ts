'use client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../api/trpc.ts';
import type { LiveEvent } from '../api/types.ts';

type Api = ReturnType<typeof useTRPC>;

/** Many hints in a row lead to one reading again. */
const gatherMs = 400;

const makeRefresh = (api: Api, client: QueryClient) => {
  const waiting = new Map<string, () => void>();
  const soon = (key: string, work: () => void) => {
    if (waiting.has(key)) return;
    waiting.set(key, work);
    setTimeout(() => {
      waiting.delete(key);
      work();
    }, gatherMs);
  };
  const again = (filter: Parameters<QueryClient['invalidateQueries']>[0]) => void client.invalidateQueries(filter);
  const fleet = () => {
    again(api.hosts.pathFilter());
    again(api.probes.list.pathFilter());
    again(api.workloads.list.pathFilter());
    again(api.runs.active.queryFilter());
    again(api.runs.list.pathFilter());
    again(api.checkpoints.list.pathFilter());
    again(api.preflights.list.pathFilter());
  };
  return {
    /** Reads again what an event says has changed. */
    after: (event: LiveEvent) => {
      if (event.type === 'fleet.changed') soon('fleet', fleet);
      if (event.type === 'workload.changed')
        soon('workload', () => {
          again(api.workloads.pathFilter());
          again(api.preflights.list.pathFilter());
        });
      if (event.type === 'run.event' && event.event.data.type === 'run.finished') {
        soon('fleet', fleet);
        soon('accuracy', () => again(api.accuracy.pathFilter()));
      }
    },
    /** After a lost connection anything may have changed. */
    everything: () => void client.invalidateQueries(),
  };
};

export const useRefresh = () => {
  const api = useTRPC();
  const client = useQueryClient();
  return useMemo(() => makeRefresh(api, client), [api, client]);
};
