'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { FailureFace } from '../api/faces.tsx';
import { readFailure } from '../api/failures.ts';
import { useTRPC } from '../api/trpc.ts';
import type { Role, Session } from '../api/types.ts';
import { ShellSkeleton } from './shell-skeleton.tsx';

interface SessionValue extends Session {
  /** The server said that the session is over; what is on screen stays until the reader signs in again. */
  ended: boolean;
}

const SessionContext = createContext<SessionValue | null>(null);

const ranks: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Who is signed in, and where. */
export const useSession = (): SessionValue => {
  const session = useContext(SessionContext);
  if (!session) throw new Error('A page that needs a session stands outside the shell.');
  return session;
};

/** Whether the reader may do what this role may. The server checks again, always. */
export const useMay = (least: Role): boolean => ranks[useSession().user.role] >= ranks[least];

const useSignInFirst = (needed: boolean) => {
  const router = useRouter();
  useEffect(() => {
    if (!needed) return;
    const here = window.location.pathname + window.location.search;
    router.replace(here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`);
  }, [needed, router]);
};

export function SessionProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.session.me.queryOptions(undefined, { refetchInterval: 5 * 60_000 }));
  const signedOut = me.error !== null && readFailure(me.error).kind === 'signed-out';
  useSignInFirst(signedOut && !me.data);
  if (me.data) return <SessionContext value={{ ...me.data, ended: signedOut }}>{children}</SessionContext>;
  if (me.error && !signedOut)
    return (
      <main className="mx-auto max-w-xl p-6 pt-24">
        <FailureFace error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  return <ShellSkeleton />;
}
