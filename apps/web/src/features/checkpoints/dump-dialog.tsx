'use client';
import { Button, Dialog, Field, Segmented } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { WorkloadSummary } from '../../api/types.ts';
import { dumpWords } from './dump-words.ts';

interface DumpDialogProps {
  workload: WorkloadSummary;
  onClose: () => void;
}

const ways = [
  { value: 'running', label: 'Leave it running' },
  { value: 'ended', label: 'End it' },
];

/** Before a dump: whether the workload goes on afterwards. Ending it asks for its name. */
export function DumpDialog({ workload, onClose }: DumpDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [way, setWay] = useState('running');
  const [typed, setTyped] = useState('');
  const [encrypt, setEncrypt] = useState(false);
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const leaveRunning = way === 'running';
  const ready = leaveRunning || typed === workload.name;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Dump ${workload.name} on ${workload.hostName}?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant={leaveRunning ? 'primary' : 'danger'}
            disabled={!ready || start.isPending || start.isSuccess}
            onClick={() => start.mutate({ kind: 'dump', workloadId: workload.id, leaveRunning, encrypt })}
          >
            {leaveRunning ? 'Dump' : `Dump and end ${workload.name}`}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Segmented label="After the dump" value={way} onChange={setWay} options={ways} />
        <p className="text-sm">{dumpWords(workload, leaveRunning)}</p>
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            className="mt-1 shrink-0"
            checked={encrypt}
            onChange={(event) => setEncrypt(event.target.checked)}
          />
          Keep the images encrypted on {workload.hostName}, with a key of their own
        </label>
        {leaveRunning ? null : (
          <Field
            label={`Type ${workload.name} to confirm`}
            mono
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}
