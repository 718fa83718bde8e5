'use client';
import type { RunView } from '@godwit/domain/history';
import { Button } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useMay } from '../../shell/session.tsx';

/** Gives everything back, as long as that is possible; then says why it no longer is. */
export function CancelControl({ runId, view }: { runId: string; view: RunView }) {
  const trpc = useTRPC();
  const may = useMay('operator');
  const cancel = useMutation(trpc.runs.cancel.mutationOptions());
  if (view.state === 'finished') return null;
  if (!view.cancellable) return <p className="max-w-md text-sm text-ink-2">{view.notCancellableReason}</p>;
  if (!may) return <p className="text-sm text-ink-3">Operators can cancel this run until the commit.</p>;
  return (
    <div className="flex flex-col items-end gap-2">
      <Button variant="danger" disabled={cancel.isPending} onClick={() => cancel.mutate({ runId })}>
        {view.kind === 'move' && view.queue === null ? 'Cancel and give back' : 'Cancel'}
      </Button>
      <FailureNotice error={cancel.error} />
    </div>
  );
}
