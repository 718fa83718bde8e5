import { isKnownError } from '@godwit/domain/explanation';
import { keepUnknownError as keep, recordAudit } from '@godwit/history-store';
import { asActor, callerName } from '../../commands/actor.ts';
import { presentUnknownError } from '../../presenters/present-unknown-error.ts';
import { operatorProcedure } from '../trpc.ts';
import { keepUnknownErrorInput, keepUnknownErrorOutput } from './keep-unknown-error.schema.ts';

/** Keeps the first error of a log that nothing explains, for the next rule. */
export const keepUnknownError = operatorProcedure
  .input(keepUnknownErrorInput)
  .output(keepUnknownErrorOutput)
  .mutation(async ({ ctx, input }) => {
    if (isKnownError(input.text)) return null;
    const { store, caller, now } = ctx;
    return store.inTransaction(async (database) => {
      const kept = await keep(database, { ...input, keptBy: callerName(caller), now: now() });
      const detail = { text: kept.text, operation: kept.operation };
      await recordAudit(database, { ...asActor(caller), action: 'unknown-error.kept', object: kept.id, detail });
      return presentUnknownError(kept);
    });
  });
