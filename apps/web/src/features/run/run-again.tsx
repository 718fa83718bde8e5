'use client';
import type { RunView } from '@godwit/domain/history';
import { Button } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useMay } from '../../shell/session.tsx';

/** Starts the plan of a run that did not succeed once more; it is judged afresh first. */
export function RunAgain({ runId, view }: { runId: string; view: RunView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay('operator');
  const again = useMutation(
    trpc.runs.again.mutationOptions({ onSuccess: (started) => router.push(`/runs/${started.runId}`) }),
  );
  if (!may || view.outcome === 'succeeded') return null;
  return (
    <div className="flex max-w-md flex-col items-end gap-2">
      <Button disabled={again.isPending || again.isSuccess} onClick={() => again.mutate({ runId })}>
        <RotateCcw /> {again.isPending ? 'Checking again' : 'Run again'}
      </Button>
      <FailureNotice error={again.error} />
    </div>
  );
}
