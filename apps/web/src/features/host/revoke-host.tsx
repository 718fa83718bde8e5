'use client';
import { Button, Dialog, Field } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { HostDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';

function RevokeDialog({ host, onClose }: { host: HostDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const revoke = useMutation(
    trpc.hosts.revoke.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries(trpc.hosts.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${host.name}?`}
      description="Its agent is cut off at once and cannot come back with its old credential. Its workloads go on untouched; they can no longer be checked, dumped or moved. Its history stays."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="danger"
            disabled={typed !== host.name || revoke.isPending}
            onClick={() => revoke.mutate({ hostId: host.id, confirmName: typed })}
          >
            Revoke {host.name}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Field
          label={`Type ${host.name} to confirm`}
          mono
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <FailureNotice error={revoke.error} />
      </div>
    </Dialog>
  );
}

/** Takes a host's credential away. Administrators only. */
export function RevokeHost({ host }: { host: HostDetail }) {
  const admin = useMay('admin');
  const [open, setOpen] = useState(false);
  if (!admin || host.status === 'revoked') return null;
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        <Ban /> Revoke
      </Button>
      {open ? <RevokeDialog host={host} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
