'use client';
import { Button } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Square } from 'lucide-react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { ProbeSet } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';
import { isUnderWay } from './probe-words.ts';

interface ProbeActionsProps {
  hostId: string;
  newest: ProbeSet | undefined;
}

/** Starts a set on the host, or ends the one that runs. */
export function ProbeActions({ hostId, newest }: ProbeActionsProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const may = useMay('operator');
  const again = { onSuccess: () => void client.invalidateQueries(trpc.probes.pathFilter()) };
  const start = useMutation(trpc.probes.start.mutationOptions(again));
  const cancel = useMutation(trpc.probes.cancel.mutationOptions(again));
  if (!may) return <p className="text-sm text-ink-3">Operators can have a host probed.</p>;
  const running = newest !== undefined && isUnderWay(newest);
  return (
    <div className="flex flex-col gap-2">
      {running ? (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ hostId })}>
          <Square /> Stop probing
        </Button>
      ) : (
        <Button disabled={start.isPending} onClick={() => start.mutate({ hostId })}>
          <FlaskConical /> Probe this host
        </Button>
      )}
      <FailureNotice error={start.error ?? cancel.error} />
    </div>
  );
}
