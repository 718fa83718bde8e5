'use client';
import { Select } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';

interface HostSelectProps {
  value: string | null;
  onChange: (hostId: string | null) => void;
}

/** Any host, or one. */
export function HostSelect({ value, onChange }: HostSelectProps) {
  const trpc = useTRPC();
  const { data: hosts = [] } = useQuery(trpc.hosts.list.queryOptions());
  const options = [{ value: 'all', label: 'Any host' }, ...hosts.map((host) => ({ value: host.id, label: host.name }))];
  return (
    <Select
      label="Host"
      value={value ?? 'all'}
      onChange={(next) => onChange(next === 'all' ? null : next)}
      options={options}
    />
  );
}
