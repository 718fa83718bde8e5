'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { adminPlaces, workPlaces } from '../places.ts';
import { useMay } from '../session.tsx';
import type { PaletteEntry } from './match-entries.ts';

/** Everything that can be gone to: pages, hosts, workloads, running runs. */
export const useEntries = (open: boolean): PaletteEntry[] => {
  const trpc = useTRPC();
  const admin = useMay('admin');
  const { data: hosts } = useQuery(trpc.hosts.list.queryOptions(undefined, { enabled: open }));
  const { data: workloads } = useQuery(trpc.workloads.list.queryOptions({}, { enabled: open }));
  const { data: runs } = useQuery(trpc.runs.active.queryOptions(undefined, { enabled: open }));
  return useMemo(() => {
    const places = admin ? [...workPlaces, ...adminPlaces] : workPlaces;
    return [
      ...(runs ?? []).map((run) => ({
        id: run.id,
        kind: 'run' as const,
        title: `${run.workload.name} ${run.kind}`,
        note: run.destination
          ? `running, ${run.source.name} to ${run.destination.name}`
          : `running on ${run.source.name}`,
        href: `/runs/${run.id}`,
      })),
      ...places.map((place) => ({
        id: place.href,
        kind: 'page' as const,
        title: place.title,
        note: '',
        href: place.href,
      })),
      ...(workloads ?? [])
        .filter((one) => one.state === 'running')
        .map((one) => ({
          id: one.id,
          kind: 'workload' as const,
          title: one.name,
          note: one.hostName,
          href: `/workloads/${one.id}`,
        })),
      ...(hosts ?? []).map((host) => ({
        id: host.id,
        kind: 'host' as const,
        title: host.name,
        note: host.addresses.join(', '),
        href: `/hosts/${host.id}`,
      })),
    ];
  }, [admin, hosts, workloads, runs]);
};
