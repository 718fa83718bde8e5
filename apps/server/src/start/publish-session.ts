import type { ServerParts } from '../parts.ts';

interface PageSession {
  user: { id: string; email: string; name: string; role: string };
}

declare global {
  /** Lets server components, which run in this process, see who is signed in without a second sign-in library. */
  var __godwitSession: ((headers: Headers) => Promise<PageSession | null>) | undefined;
}

export const publishSession = ({ auth }: Pick<ServerParts, 'auth'>): void => {
  globalThis.__godwitSession = async (headers) => {
    const session = await auth.api.getSession({ headers });
    if (session === null) return null;
    const { id, email, name, role } = session.user;
    return { user: { id, email, name, role: role ?? 'viewer' } };
  };
};
