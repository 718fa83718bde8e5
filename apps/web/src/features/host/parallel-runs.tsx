'use client';
import { mostParallelRuns } from '@godwit/domain/run';
import { Button, Dialog, Field } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { HostDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';

function LimitDialog({ host, onClose }: { host: HostDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [typed, setTyped] = useState(String(host.parallelRuns));
  const limit = useMutation(
    trpc.hosts.limit.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries(trpc.hosts.pathFilter());
        onClose();
      },
    }),
  );
  const parallelRuns = Number(typed);
  const fits = Number.isInteger(parallelRuns) && parallelRuns >= 1 && parallelRuns <= mostParallelRuns;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Runs at a time on ${host.name}`}
      description="Further runs wait in line and start by themselves, in the order in which they were asked for. Runs that work already are left alone."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="primary"
            disabled={!fits || limit.isPending}
            onClick={() => limit.mutate({ hostId: host.id, parallelRuns })}
          >
            Set the limit
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Field
          label={`From 1 to ${mostParallelRuns}`}
          type="number"
          min={1}
          max={mostParallelRuns}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <FailureNotice error={limit.error} />
      </div>
    </Dialog>
  );
}

/** How many runs may work on a host at once; administrators change it. */
export function ParallelRuns({ host }: { host: HostDetail }) {
  const admin = useMay('admin');
  const [open, setOpen] = useState(false);
  const words = host.parallelRuns === 1 ? 'one run at a time' : `${host.parallelRuns} runs at a time`;
  if (!admin || host.status === 'revoked') return <span>{words}</span>;
  return (
    <>
      <button type="button" className="underline underline-offset-2" onClick={() => setOpen(true)}>
        {words}
      </button>
      {open ? <LimitDialog host={host} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
