'use client';
import { Button, Dialog } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { Clock, Snowflake, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { whatWillHappen } from './blast-radius.ts';

interface MoveDialogProps {
  preflight: PreflightDetail;
  onClose: () => void;
}

const icons: readonly ReactNode[] = [<Snowflake key="freeze" />, <Clock key="wait" />, <Undo2 key="back" />];

export function BlastRadius({ preflight }: { preflight: PreflightDetail }) {
  return (
    <ul className="space-y-2 text-sm">
      {whatWillHappen(preflight).map((sentence, index) => (
        <li key={sentence} className="flex gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
          {icons[index]}
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

/** The last question before a move: what it touches, and that it can be given back until the commit. */
export function MoveDialog({ preflight, onClose }: MoveDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const { workload, source, destination } = preflight;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Move ${workload.name} from ${source.name} to ${destination?.name}?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            disabled={start.isPending || start.isSuccess}
            onClick={() => start.mutate({ kind: 'move', preflightId: preflight.id })}
          >
            Move {workload.name}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <BlastRadius preflight={preflight} />
        {workload.serviceAddress ? (
          <p className="text-sm">
            Its address <span className="font-mono text-xs">{workload.serviceAddress}</span> moves along.
          </p>
        ) : null}
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}
