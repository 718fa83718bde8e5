import { observations, sayings } from '@godwit/domain/accuracy';
import { runKinds, runOutcomes } from '@godwit/domain/run';
import { severities, verdictWords } from '@godwit/domain/verdict';
import { z } from 'zod';
import { idSchema, namedSchema, timeSchema } from '../shapes/ids.ts';

const count = z.number().int();
const seenSchema = z.record(z.enum(observations), count);

/** A run that proved its preflight wrong, or that failed by something nobody knows. */
const disagreementSchema = z.object({
  runId: idSchema,
  preflightId: idSchema,
  kind: z.enum(runKinds),
  outcome: z.enum(runOutcomes),
  workload: namedSchema,
  at: timeSchema,
  verdict: z.enum(verdictWords),
  seen: z.enum(observations),
  cause: z.object({ errorId: z.string().nullable(), text: z.string() }).nullable(),
});

export const readAccuracyOutput = z.object({
  matrix: z.record(z.enum(sayings), seenSchema),
  graded: count,
  agreed: count,
  unclear: count,
  failures: z.object({ all: count, explained: count, foretold: count }),
  findings: z.array(
    z.object({
      id: z.string(),
      severity: z.enum(severities),
      raised: count,
      worked: count,
      failedByIt: count,
      missed: count,
      precision: z.number().nullable(),
    }),
  ),
  disagreements: z.array(disagreementSchema),
  /** The oldest run that was counted, and whether older ones were left out. */
  since: timeSchema.nullable(),
  isCut: z.boolean(),
});
