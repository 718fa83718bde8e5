'use client';
import { Button, Dialog, exactTime } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary } from '../../api/types.ts';
import { CopyOfMove } from './copy-of-move.tsx';
import { useCopyOfMove } from './use-copy-of-move.ts';

interface CheckpointDialogProps {
  checkpoint: CheckpointSummary;
  onClose: () => void;
}

/** Before a restore: what comes back, and what does not. */
export function RestoreDialog({ checkpoint, onClose }: CheckpointDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const copy = useCopyOfMove(checkpoint);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore ${checkpoint.workloadName} on ${checkpoint.hostName}?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant={copy.decision ? 'danger' : 'primary'}
            disabled={!copy.mayRestore || start.isPending || start.isSuccess}
            onClick={() =>
              start.mutate({
                kind: 'restore',
                checkpointId: checkpoint.id,
                ...(copy.decision && { copyDecision: copy.decision }),
              })
            }
          >
            Restore {checkpoint.workloadName}
          </Button>
        </>
      }
    >
      <div className="space-y-3 text-sm">
        <p>
          It comes back as it was at {exactTime(checkpoint.at)}. What it did after that is not in the images; files it
          wrote since stay as they are now.
        </p>
        {checkpoint.leftRunning ? (
          <p>
            It went on running after this dump. Where it still runs, its pids are taken and the restore is refused;
            nothing is touched then.
          </p>
        ) : null}
        <CopyOfMove copy={copy} />
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}

/** Before images are removed for good. */
export function RemoveDialog({ checkpoint, onClose }: CheckpointDialogProps) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.checkpoints.remove.mutationOptions({ onSuccess: onClose }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Discard this checkpoint of ${checkpoint.workloadName}?`}
      description={`Its images on ${checkpoint.hostName} are removed for good. Running processes are not touched.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate({ checkpointId: checkpoint.id })}
          >
            Discard checkpoint
          </Button>
        </>
      }
    >
      <FailureNotice error={remove.error} />
    </Dialog>
  );
}
