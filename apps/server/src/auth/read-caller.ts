import { findLiveApiToken, noteTokenUse, type Store } from '@godwit/history-store';
import { type Role, roles } from '../policies/roles.ts';
import type { Caller } from '../procedures/context.ts';
import { hashSecret } from '../state/secrets.ts';
import { apiTokenPrefix } from './api-token.ts';
import type { Auth } from './create-auth.ts';

interface Request {
  headers: Headers;
  method: string;
}

interface CallerParts {
  auth: Auth;
  store: Store;
  origins: readonly string[];
  now: () => Date;
}

/** Who asks, by API token or by session cookie; null when nobody can be told. */
export const readCaller = async (parts: CallerParts, request: Request): Promise<Caller | null> => {
  const token = readBearer(request.headers.get('authorization'));
  if (token !== null) return callerOfToken(parts, token);
  // A cookie is sent along by foreign pages too; a header that only the browser writes tells where the page came from.
  const origin = request.headers.get('origin');
  if (origin !== null && !parts.origins.includes(origin)) return null;
  return callerOfSession(parts, request.headers);
};

const readBearer = (header: string | null): string | null => {
  const found = /^Bearer\s+(\S+)$/i.exec(header ?? '');
  return found?.[1] ?? null;
};

const callerOfToken = async ({ store, now }: CallerParts, token: string): Promise<Caller | null> => {
  if (!token.startsWith(apiTokenPrefix)) return null;
  const found = await findLiveApiToken(store.database, hashSecret(token), now());
  if (found === null) return null;
  await noteTokenUse(store.database, found.id, now());
  const { id, name, role } = found;
  return { id, name, email: '', role: knownRole(role), via: 'token' };
};

const callerOfSession = async ({ auth }: CallerParts, headers: Headers): Promise<Caller | null> => {
  const session = await auth.api.getSession({ headers });
  if (session === null) return null;
  const { id, name, email, role } = session.user;
  return { id, name, email, role: knownRole(role), via: 'session' };
};

/** A role this code does not know may do what the least one may. */
const knownRole = (role: string | null | undefined): Role => roles.find((known) => known === role) ?? 'viewer';
