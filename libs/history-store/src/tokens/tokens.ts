import type { Database } from '../connection/database.ts';
import type { ApiToken } from '../generated/client.ts';

export type ApiTokenRecord = ApiToken;

export interface NewApiToken {
  id: string;
  name: string;
  tokenHash: string;
  role: string;
  createdBy: string;
  expiresAt: Date;
}

export const createApiToken = async (database: Database, token: NewApiToken): Promise<void> => {
  await database.apiToken.create({ data: token });
};

/** Newest first, revoked and expired ones too. */
export const listApiTokens = (database: Database): Promise<ApiTokenRecord[]> =>
  database.apiToken.findMany({ orderBy: { createdAt: 'desc' } });

/** The token with this hash if it is neither revoked nor expired. */
export const findLiveApiToken = (database: Database, tokenHash: string, now: Date): Promise<ApiTokenRecord | null> =>
  database.apiToken.findFirst({ where: { tokenHash, revokedAt: null, expiresAt: { gt: now } } });

/** Notes the use of a token, at most once a minute: it is a hint for people, not a log. */
export const noteTokenUse = async (database: Database, id: string, now: Date): Promise<void> => {
  const aMinuteAgo = new Date(now.getTime() - 60_000);
  await database.apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: aMinuteAgo } }] },
    data: { lastUsedAt: now },
  });
};

/** Gives the revoked token, or null when there is none or it was revoked before. */
export const revokeApiToken = async (database: Database, id: string, now: Date): Promise<ApiTokenRecord | null> => {
  const { count } = await database.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  return count === 0 ? null : database.apiToken.findUnique({ where: { id } });
};
