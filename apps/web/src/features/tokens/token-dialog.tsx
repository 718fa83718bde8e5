'use client';
import { Button, CommandLine, Dialog, Field, Notice, Segmented } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { Role } from '../../api/types.ts';
import { roleOptions } from '../team/role-options.ts';

const formId = 'token-form';

function Shown({ token }: { token: string }) {
  return (
    <div className="space-y-3">
      <Notice tone="amber" icon={<KeyRound />} title="Copy it now">
        It is shown this once. Only its hash is kept, so nobody can show it again.
      </Notice>
      <CommandLine command={token} what="token" />
    </div>
  );
}

interface TokenInput {
  name: string;
  role: Role;
  expiresInDays: number;
}

function TokenForm({ onMake, error }: { onMake: (input: TokenInput) => void; error: unknown }) {
  const [role, setRole] = useState<Role>('viewer');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onMake({ name: String(form.get('name')), role, expiresInDays: Number(form.get('days')) });
  };
  return (
    <form id={formId} onSubmit={submit} className="space-y-4">
      <Field
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        hint="What it is for, as it will stand in the audit."
      />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">Role</span>
        <Segmented label="Role" value={role} onChange={(value) => setRole(value as Role)} options={roleOptions} />
      </div>
      <Field
        label="Works for days"
        name="days"
        type="number"
        min={1}
        max={90}
        defaultValue={30}
        required
        hint="1 to 90."
      />
      <FailureNotice error={error} />
    </form>
  );
}

/** Makes a token and shows it once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => void client.invalidateQueries(trpc.tokens.list.queryFilter()),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={create.data ? 'The new token' : 'Make a token'}
      description="For scripts and for the godwit command: GODWIT_TOKEN."
      footer={
        create.data ? (
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button type="submit" form={formId} variant="primary" disabled={create.isPending}>
              Make token
            </Button>
          </>
        )
      }
    >
      {create.data ? <Shown token={create.data.token} /> : <TokenForm onMake={create.mutate} error={create.error} />}
    </Dialog>
  );
}
