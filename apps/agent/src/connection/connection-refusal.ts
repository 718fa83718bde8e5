import { type ErrorReport, errorReportSchema } from '@godwit/domain/errors';
import { z } from 'zod';

/** After a stated refusal only a person can change something, so the agent asks rarely. */
export const refusedRetryMs = 60_000;

const refusalSchema = z.object({ data: errorReportSchema });

/** The server failed while it looked who it is, its database being away for instance: that is no refusal and soon over. */
export const isOwnFailure = ({ code }: ErrorReport): boolean => code === 'internal';

/** What the server said when it refused the handshake; null when the link failed for any other reason. */
export const readRefusal = (error: unknown): ErrorReport | null => {
  const refusal = refusalSchema.safeParse(error);
  return refusal.success ? refusal.data.data : null;
};
