'use client';
import { Button, Dialog, Field } from '@godwit/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useMay } from '../../shell/session.tsx';
import { readRetention, sayRetention, type TypedRetention, typeRetention } from './retention-words.ts';

const fields = [
  { name: 'perWorkload', label: 'Newest of a workload on a host', hint: 'How many stay; empty: all.' },
  { name: 'days', label: 'Days', hint: 'Older ones go; empty: they stay.' },
  { name: 'gibibytes', label: 'GiB on a host', hint: 'The oldest go first; empty: no limit.' },
] as const;

function RetentionDialog({ start, onClose }: { start: TypedRetention; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [typed, setTyped] = useState(start);
  const set = useMutation(
    trpc.checkpoints.setRetention.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries(trpc.checkpoints.pathFilter());
        onClose();
      },
    }),
  );
  const retention = readRetention(typed);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="How long checkpoints stay"
      description="On every host. What falls under a limit is removed for good within a minute, each with a line in the audit. Pinned checkpoints stay and do not count."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="danger"
            disabled={retention === null || set.isPending}
            onClick={() => retention && set.mutate(retention)}
          >
            Set the limits
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {fields.map(({ name, label, hint }) => (
          <Field
            key={name}
            label={label}
            hint={hint}
            inputMode="decimal"
            autoComplete="off"
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        ))}
        <p role="status" className="text-sm">
          {retention === null ? 'Whole numbers, please; or leave a field empty.' : sayRetention(retention)}
        </p>
        <FailureNotice error={set.error} />
      </div>
    </Dialog>
  );
}

/** How long checkpoints stay; administrators change it. */
export function RetentionPanel() {
  const trpc = useTRPC();
  const admin = useMay('admin');
  const { data } = useQuery(trpc.checkpoints.retention.queryOptions());
  const [open, setOpen] = useState(false);
  if (!data) return null;
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <span>{sayRetention(data)}</span>
      {admin ? (
        <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
          Change
        </Button>
      ) : null}
      {open ? <RetentionDialog start={typeRetention(data)} onClose={() => setOpen(false)} /> : null}
    </p>
  );
}
