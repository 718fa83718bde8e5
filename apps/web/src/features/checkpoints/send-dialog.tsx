'use client';
import { Button, Dialog, Field, formatBytes, Select } from '@godwit/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary } from '../../api/types.ts';
import { noChoices, problemsOf, readChoices } from '../preflight/choices/read-choices.ts';

interface SendDialogProps {
  checkpoint: CheckpointSummary;
  onClose: () => void;
}

const useOtherHosts = (hostId: string) => {
  const trpc = useTRPC();
  const { data: hosts = [] } = useQuery(trpc.hosts.list.queryOptions());
  return hosts
    .filter(({ id, status }) => id !== hostId && status === 'connected')
    .map(({ id, name }) => ({ value: id, label: name }));
};

/** Before images go to another host: where to, and how fast at most. */
export function SendDialog({ checkpoint, onClose }: SendDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const hosts = useOtherHosts(checkpoint.hostId);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [typed, setTyped] = useState(noChoices);
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const destinationHostId = chosen ?? hosts[0]?.value;
  const choices = readChoices(typed);
  const size = checkpoint.imageBytes === null ? 'The images' : formatBytes(checkpoint.imageBytes);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Send the checkpoint of ${checkpoint.workloadName}`}
      description={`${size} go from ${checkpoint.hostName} to the other agent over their own encrypted line, signed by the sending one. First the other host is asked whether they could be restored there.`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            disabled={!destinationHostId || choices === null || start.isPending || start.isSuccess}
            onClick={() =>
              destinationHostId &&
              start.mutate({ kind: 'send', checkpointId: checkpoint.id, destinationHostId, ...choices })
            }
          >
            Send
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {hosts.length === 0 ? (
          <p className="text-sm">There is no other connected host.</p>
        ) : (
          <div className="flex flex-col gap-1">
            <span className="text-sm font-medium" aria-hidden="true">
              To which host
            </span>
            <Select label="To which host" value={destinationHostId} onChange={setChosen} options={hosts} />
          </div>
        )}
        <Field
          label="Bandwidth limit, MiB/s"
          hint="Empty: as fast as the line carries it."
          inputMode="decimal"
          autoComplete="off"
          problem={problemsOf(typed).mebibytesPerSecond}
          value={typed.mebibytesPerSecond}
          onChange={(event) => setTyped({ ...typed, mebibytesPerSecond: event.target.value })}
        />
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}
