import { moveEstimateSchema, rehearsalEstimateSchema } from '@godwit/domain/estimate';
import { moveControlsSchema } from '@godwit/domain/plan';
import { stopRuleSchema, toldRoundsSchema } from '@godwit/domain/pre-copy';
import { rehearsalEvidenceSchema } from '@godwit/domain/rehearsal';
import { runEventSchema } from '@godwit/domain/run';
import { z } from 'zod';
import { idSchema } from './ids.ts';
import { runSummarySchema } from './run-summary.ts';

/** Choices a person is asked for; each names what it does, and some want a name typed. */
export const decisionSchema = z.object({
  reason: z.string(),
  choices: z.array(z.object({ choice: z.string(), label: z.string(), danger: z.boolean(), confirmName: z.string() })),
});

export const runDetailSchema = runSummarySchema.extend({
  preflightId: idSchema.nullable(),
  checkpointId: idSchema.nullable(),
  /** The run whose plan this one repeats. */
  againOf: idSchema.nullable(),
  /** What was chosen of how a move goes on; null for what is not a move. */
  controls: moveControlsSchema.nullable(),
  cancellable: z.boolean(),
  notCancellableReason: z.string().nullable(),
  /** Set while the run waits for a person. */
  decision: decisionSchema.nullable(),
  /** Seconds after the freeze at which the source gives itself back without a commit; null when nothing is frozen. */
  holdSeconds: z.number().nullable(),
  /** What it was thought to cost before it began; null for what is not a move. */
  estimate: moveEstimateSchema.nullable(),
  /** Of a pre-copy: when its rounds end, and what those were that are over; null for what is none. */
  stopRule: stopRuleSchema.nullable(),
  rounds: toldRoundsSchema.nullable(),
  /** How long a rehearsal was thought to freeze the workload, and to take; null for what is none. */
  rehearsalEstimate: rehearsalEstimateSchema.nullable(),
  /** For a move: what the last rehearsal between its hosts showed. */
  rehearsal: rehearsalEvidenceSchema.nullable(),
  /** All of them, from the start. */
  events: z.array(runEventSchema),
});
export type RunDetail = z.infer<typeof runDetailSchema>;
