'use client';
import { Notice } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { Link2Off } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { signIn } from '../sign-in/auth-client.ts';
import { Entrance } from '../sign-in/entrance.tsx';
import { AccountForm } from './account-form.tsx';

/** The one-time link of a fresh installation: makes the first administrator and signs in. */
export function SetupScreen() {
  const trpc = useTRPC();
  const router = useRouter();
  const secret = useSearchParams().get('secret') ?? '';
  const create = useMutation(
    trpc.setup.createFirstAdmin.mutationOptions({
      onSuccess: async (_done, input) => {
        const result = await signIn(input.email, input.password);
        router.replace(result.signedIn ? '/' : '/sign-in');
      },
    }),
  );
  return (
    <Entrance
      title="Set up the first administrator"
      below="This link works once. Everybody else is invited from the portal."
    >
      {secret ? (
        <AccountForm
          verb={create.isPending ? 'Setting up' : 'Set up and sign in'}
          busy={create.isPending}
          failure={<FailureNotice error={create.error} />}
          onSubmit={(input) => create.mutate({ secret, ...input })}
        />
      ) : (
        <Notice tone="amber" icon={<Link2Off />} title="The link is not complete">
          Open the whole link that was printed when the portal started; it ends in a long secret.
        </Notice>
      )}
    </Entrance>
  );
}
