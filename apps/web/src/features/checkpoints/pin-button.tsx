'use client';
import { Button } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pin, PinOff } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary } from '../../api/types.ts';

/** Keeps a checkpoint whatever the retention says, or no longer. */
export function PinButton({ checkpoint }: { checkpoint: CheckpointSummary }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const pin = useMutation(
    trpc.checkpoints.pin.mutationOptions({
      onSettled: () => client.invalidateQueries(trpc.checkpoints.list.pathFilter()),
    }),
  );
  const pinned = checkpoint.pinnedBy !== null;
  return (
    <Button
      size="sm"
      variant="quiet"
      aria-label={`${pinned ? 'Unpin' : 'Pin'} the checkpoint of ${checkpoint.workloadName}`}
      disabled={pin.isPending}
      onClick={() => pin.mutate({ checkpointId: checkpoint.id, pinned: !pinned })}
    >
      {pinned ? <PinOff /> : <Pin />}
    </Button>
  );
}
