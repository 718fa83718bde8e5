import { QueryClient } from '@tanstack/react-query';
import { readFailure } from './failures.ts';

const retryDelays = [500, 1000, 2000, 4000];

/** Only a lost connection is worth asking again; what the server refused stays refused. */
const retry = (failures: number, error: unknown) => readFailure(error).kind === 'lost' && failures < retryDelays.length;

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        networkMode: 'always',
        retry,
        retryDelay: (attempt) => retryDelays[attempt] ?? 4000,
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
