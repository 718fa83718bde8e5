import { findUser, recordAudit, type Store } from '@godwit/history-store';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { Logger } from 'pino';
import type { Settings } from '../settings/read-settings.ts';
import { trustedOrigins } from './trusted-origins.ts';

interface AuthOptions {
  settings: Settings;
  secret: string;
  store: Store;
  log: Logger;
}

/** Sessions with e-mail and password. Nobody signs up by himself: accounts come from set-up and invitation links. */
export const createAuth = ({ settings, secret, store, log }: AuthOptions) =>
  betterAuth({
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: trustedOrigins(settings),
    database: prismaAdapter(store.authModels, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    // Without a cookie cache a changed role or an ended session counts at the next request.
    session: { expiresIn: 7 * 86_400, updateAge: 86_400, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 200,
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    // The server sets this header from the socket, so nobody can choose it.
    advanced: {
      // Said outright: better-auth switches both off by itself when NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: ['x-real-ip'] },
      useSecureCookies: settings.publicUrl.startsWith('https:'),
    },
    databaseHooks: { session: { create: { after: (session) => recordSignIn(store, session.userId) } } },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log[level](message) },
  });

export type Auth = ReturnType<typeof createAuth>;

const recordSignIn = async ({ database }: Store, userId: string): Promise<void> => {
  const actor = (await findUser(database, userId))?.email ?? userId;
  await recordAudit(database, { actorId: userId, actor, via: 'session', action: 'session.started', object: actor });
};
