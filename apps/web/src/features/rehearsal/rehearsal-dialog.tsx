'use client';
import { rehearsalLimit } from '@godwit/domain/rehearsal';
import { Button, Dialog } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { Clock, Drama, Snowflake } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { whatWillBeRehearsed } from './rehearsal-words.ts';

interface RehearsalDialogProps {
  preflight: PreflightDetail;
  onClose: () => void;
}

const icons: readonly ReactNode[] = [<Snowflake key="freeze" />, <Clock key="wait" />, <Drama key="copy" />];

/** The question before a rehearsal: what freezes and for how long, and what it will not prove. */
export function RehearsalDialog({ preflight, onClose }: RehearsalDialogProps) {
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
      title={`Rehearse the move of ${workload.name} from ${source.name} to ${destination?.name}?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            disabled={start.isPending || start.isSuccess}
            onClick={() => start.mutate({ kind: 'rehearsal', preflightId: preflight.id })}
          >
            Rehearse {workload.name}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <ul className="space-y-2 text-sm">
          {whatWillBeRehearsed(preflight).map((sentence, index) => (
            <li
              key={sentence}
              className="flex gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
            >
              {icons[index]}
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
        <p className="text-sm text-ink-2">{rehearsalLimit}</p>
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}
