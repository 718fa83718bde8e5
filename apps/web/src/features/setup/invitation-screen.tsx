'use client';
import { PanelSkeleton } from '@godwit/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { WithData } from '../../api/with-data.tsx';
import { signIn } from '../sign-in/auth-client.ts';
import { Entrance } from '../sign-in/entrance.tsx';
import { AccountForm } from './account-form.tsx';

/** An invited person chooses name and password. */
export function InvitationScreen() {
  const trpc = useTRPC();
  const router = useRouter();
  const secret = useSearchParams().get('secret') ?? '';
  const invitation = useQuery(trpc.setup.invitation.queryOptions({ secret }, { retry: false }));
  const accept = useMutation(
    trpc.setup.acceptInvitation.mutationOptions({
      onSuccess: async (_done, input) => {
        const result = await signIn(invitation.data?.email ?? '', input.password);
        router.replace(result.signedIn ? '/' : '/sign-in');
      },
    }),
  );
  return (
    <Entrance title="Join this installation">
      <WithData query={invitation} loading={<PanelSkeleton lines={4} label="the invitation" />}>
        {({ email, role }) => (
          <>
            <p className="mb-4 text-sm text-ink-2">You were invited as {role}.</p>
            <AccountForm
              email={email}
              verb={accept.isPending ? 'Joining' : 'Join'}
              busy={accept.isPending}
              failure={<FailureNotice error={accept.error} />}
              onSubmit={({ name, password }) => accept.mutate({ secret, name, password })}
            />
          </>
        )}
      </WithData>
    </Entrance>
  );
}
