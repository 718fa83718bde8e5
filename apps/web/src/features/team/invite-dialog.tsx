'use client';
import { Button, CommandLine, Dialog, Field, RelativeTime, Segmented } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { Role } from '../../api/types.ts';
import { roleOptions, roleWords } from './role-options.ts';

const formId = 'invite-form';

function InviteForm({ onInvite, error }: { onInvite: (email: string, role: Role) => void; error: unknown }) {
  const [role, setRole] = useState<Role>('viewer');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onInvite(String(new FormData(event.currentTarget).get('email')), role);
  };
  return (
    <form id={formId} onSubmit={submit} className="space-y-4">
      <Field label="E-mail" name="email" type="email" required autoComplete="off" />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">Role</span>
        <Segmented label="Role" value={role} onChange={(value) => setRole(value as Role)} options={roleOptions} />
        <p className="text-xs text-ink-3">{roleWords[role]}</p>
      </div>
      <FailureNotice error={error} />
    </form>
  );
}

/** Makes a link that one person may use once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const invite = useMutation(
    trpc.team.invite.mutationOptions({ onSuccess: () => void client.invalidateQueries(trpc.team.list.queryFilter()) }),
  );
  const { data } = invite;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={data ? 'Hand this link over' : 'Invite somebody'}
      description={data ? 'It works once, for this person only. Godwit sends no mail.' : undefined}
      footer={
        data ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button type="submit" form={formId} variant="primary" disabled={invite.isPending}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {data ? (
        <div className="space-y-2">
          <CommandLine command={data.link} what="invitation link" />
          <p className="text-sm text-ink-3">
            Expires <RelativeTime iso={data.expiresAt} />.
          </p>
        </div>
      ) : (
        <InviteForm error={invite.error} onInvite={(email, role) => invite.mutate({ email, role })} />
      )}
    </Dialog>
  );
}
