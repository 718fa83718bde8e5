'use client';
import { TooltipRoot } from '@godwit/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { makeCallClient } from './call-client.ts';
import { makeQueryClient } from './query-client.ts';
import { TRPCProvider } from './trpc.ts';

/** Everything that asks the server, once around the application. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [callClient] = useState(makeCallClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={callClient} queryClient={queryClient}>
        <TooltipRoot>{children}</TooltipRoot>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
