import { listApiTokens } from '@godwit/history-store';
import { roles } from '../../policies/roles.ts';
import { presentTime, presentTimeOrNull } from '../../presenters/present-time.ts';
import { adminProcedure } from '../trpc.ts';
import { listTokensOutput } from './list-tokens.schema.ts';

export const listTokens = adminProcedure.output(listTokensOutput).query(async ({ ctx }) =>
  (await listApiTokens(ctx.store.database)).map((token) => ({
    id: token.id,
    name: token.name,
    role: roles.find((known) => known === token.role) ?? 'viewer',
    createdBy: token.createdBy,
    createdAt: presentTime(token.createdAt),
    expiresAt: presentTime(token.expiresAt),
    revokedAt: presentTimeOrNull(token.revokedAt),
    lastUsedAt: presentTimeOrNull(token.lastUsedAt),
  })),
);
