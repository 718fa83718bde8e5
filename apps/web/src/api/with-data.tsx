'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureFace } from './faces.tsx';

interface WithDataProps<T> {
  query: Pick<UseQueryResult<T, unknown>, 'data' | 'error' | 'refetch'>;
  /** What stands there until the answer is known; of the right size. */
  loading: ReactNode;
  children: (data: T) => ReactNode;
}

/** Waiting, failed or there. What was there stays, even when asking again failed: the top bar says that it may be old. */
export function WithData<T>({ query, loading, children }: WithDataProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <FailureFace error={query.error} onRetry={() => void query.refetch()} />;
  return <>{loading}</>;
}
