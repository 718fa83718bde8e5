'use client';
import { Button, Field, PageHead, Panel } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FailureFace, FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useMay, useSession } from '../../shell/session.tsx';
import { WaitForHost } from './wait-for-host.tsx';

const forbidden = { message: 'Only administrators enrol hosts.', data: { code: 'FORBIDDEN' } };

function NameForm({ onMake, busy, error }: { onMake: (name: string) => void; busy: boolean; error: unknown }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onMake(String(new FormData(event.currentTarget).get('name')).trim());
  };
  return (
    <Panel title="A new host">
      <form onSubmit={submit} className="max-w-md space-y-4">
        <Field
          label="Name (may be left empty)"
          name="name"
          mono
          autoComplete="off"
          pattern="[a-z0-9][a-z0-9.\-]{0,62}"
          title="Small letters, digits, dots and hyphens"
          hint="Small letters, digits, dots and hyphens. Left empty, the host's own name is taken."
        />
        <FailureNotice error={error} />
        <Button type="submit" variant="primary" disabled={busy}>
          {busy ? 'Making the command' : 'Make the command'}
        </Button>
      </form>
    </Panel>
  );
}

/** One command, copied to the host, and the page waits until the host is there. */
export function EnrolScreen() {
  const trpc = useTRPC();
  const admin = useMay('admin');
  const { installation } = useSession();
  const create = useMutation(trpc.hosts.createEnrolment.mutationOptions());
  const [round, setRound] = useState(0);
  if (!admin) return <FailureFace error={forbidden} />;
  const again = () => {
    create.reset();
    setRound((before) => before + 1);
  };
  return (
    <div className="max-w-3xl">
      <PageHead
        title="Hosts to enrol"
        below={`An agent on the host connects to ${installation.agentUrl}. Nothing listens on the host itself.`}
      />
      {create.data ? (
        <WaitForHost enrolment={create.data} onAgain={again} />
      ) : (
        <NameForm
          key={round}
          busy={create.isPending}
          error={create.error}
          onMake={(name) => create.mutate(name ? { name } : {})}
        />
      )}
    </div>
  );
}
