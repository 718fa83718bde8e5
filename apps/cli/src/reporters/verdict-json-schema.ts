import { errorReportSchema } from '@godwit/domain/errors';
import { verdictSchema } from '@godwit/domain/verdict';
import { z } from 'zod';

const failureSchema = z.object({ version: z.literal(1), error: errorReportSchema });

/**
 * The JSON schema of what `--json` prints: a verdict, or the error that stopped it. It allows unknown fields, because
 * fields may be added at any time.
 */
export const verdictJsonSchema = (): object => ({
  $id: 'verdict.schema.json',
  title: 'Answer of godwit preflight and godwit judge',
  ...z.toJSONSchema(z.union([verdictSchema, failureSchema]), { io: 'input' }),
});
