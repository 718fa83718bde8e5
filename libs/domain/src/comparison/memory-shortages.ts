import type { HostDetails, Mapping } from '../facts/index.ts';
import { knownValue } from './needed-fact.ts';

interface Shortage {
  kind: 'group-limit' | 'overcommit' | 'huge-pages';
  here: number;
  there: number;
}

const sum = (mappings: readonly Mapping[]): number => mappings.reduce((total, { sizeBytes }) => total + sizeBytes, 0);

/** What strict overcommit counts: private memory that can be written, as long as it is not marked otherwise (nr). */
const isAccounted = ({ permissions, vmFlags }: Mapping): boolean =>
  permissions.includes('w') && permissions.endsWith('p') && !vmFlags.includes('nr');

/** Kinds of memory the destination has too little of, beyond the plain sum; each only where its facts are known. */
export const shortages = (
  mappings: readonly Mapping[],
  { cgroupLimits, commitLeftBytes, hugepages }: HostDetails,
  { memory, strict }: { memory: number; strict: boolean },
): Shortage[] => {
  const group = knownValue(cgroupLimits)?.memoryLeftBytes ?? null;
  const left = knownValue(commitLeftBytes);
  const pools = knownValue(hugepages);
  const [accounted, huge] = [sum(mappings.filter(isAccounted)), sum(mappings.filter(isHuge))];
  const free = pools?.reduce((total, pool) => total + (pool.free + pool.surplusAllowed) * pool.pageBytes, 0);
  return [
    ...(group !== null && group < memory ? [{ kind: 'group-limit' as const, here: memory, there: group }] : []),
    ...(strict && left !== undefined && left < accounted
      ? [{ kind: 'overcommit' as const, here: accounted, there: left }]
      : []),
    ...(huge > 0 && free !== undefined && free < huge
      ? [{ kind: 'huge-pages' as const, here: huge, there: free }]
      : []),
  ];
};

const isHuge = ({ vmFlags }: Mapping): boolean => vmFlags.includes('ht');
