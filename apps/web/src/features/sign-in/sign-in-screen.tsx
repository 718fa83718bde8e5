'use client';
import { Button, Field, Notice } from '@godwit/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleX, KeyRound } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { signIn } from './auth-client.ts';
import { Entrance } from './entrance.tsx';
import { safeNext } from './safe-next.ts';

const useSignIn = () => {
  const router = useRouter();
  const client = useQueryClient();
  const next = safeNext(useSearchParams().get('next'));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const result = await signIn(String(form.get('email')), String(form.get('password')));
    setBusy(false);
    if (!result.signedIn) return setProblem(result.problem);
    client.clear();
    router.replace(next);
  };
  return { busy, problem, submit };
};

function NeedsSetUp() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.setup.state.queryOptions());
  if (!data?.needsFirstAdmin) return null;
  return (
    <Notice tone="ice" icon={<KeyRound />} title="Nobody has been set up yet" className="mb-4">
      Open the one-time link that was printed when the portal started. It makes the first administrator.
    </Notice>
  );
}

/** E-mail, password, in. */
export function SignInScreen() {
  const { busy, problem, submit } = useSignIn();
  return (
    <Entrance title="Sign in">
      <NeedsSetUp />
      <form onSubmit={submit} className="space-y-4">
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        {problem ? <Notice urgent tone="cannot" icon={<CircleX />} title={problem} /> : null}
        <Button type="submit" variant="primary" size="lg" disabled={busy} className="w-full">
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </Entrance>
  );
}
