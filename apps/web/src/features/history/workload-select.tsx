'use client';
import { Select } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';

interface WorkloadSelectProps {
  value: string | null;
  onChange: (workloadId: string | null) => void;
}

/** Any workload, or one; with its host, because names may repeat. */
export function WorkloadSelect({ value, onChange }: WorkloadSelectProps) {
  const trpc = useTRPC();
  const { data: workloads = [] } = useQuery(trpc.workloads.list.queryOptions({}));
  const options = [
    { value: 'all', label: 'Any workload' },
    ...workloads.map((one) => ({ value: one.id, label: `${one.name} on ${one.hostName}` })),
  ];
  return (
    <Select
      label="Workload"
      value={value ?? 'all'}
      onChange={(next) => onChange(next === 'all' ? null : next)}
      options={options}
      className="max-w-56"
    />
  );
}
