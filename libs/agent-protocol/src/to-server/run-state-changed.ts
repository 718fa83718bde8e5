import { errorReportSchema } from '@godwit/domain/errors';
import { destinationStates, sides, sourceStates } from '@godwit/domain/run';
import { z } from 'zod';

/** One side of a run as its journal says, with what the server needs for the next step. */
export const runStateSchema = z.object({
  runId: z.uuid(),
  epoch: z.number().int(),
  side: z.enum(sides),
  state: z.union([z.enum(sourceStates), z.enum(destinationStates)]),
  /** Why it came to this, in words, for `aborted`, `failed` and `discarded`. */
  reason: z.string().optional(),
  /** The kind of failure behind `reason`, for `aborted` and `failed`. */
  errorCode: errorReportSchema.shape.code.optional(),
  bootId: z.string(),
  /** Milliseconds since boot (suspend included) at which the state was entered, for times on one host. */
  bootMs: z.number(),
  /** Source, from `held` on. */
  dumped: z.object({ frozenUs: z.number().nullable(), imageBytes: z.number(), frozenAtBootMs: z.number() }).optional(),
  /** Destination, from `held` on: pids that were checked. */
  heldPids: z.array(z.number().int()).optional(),
  /** Source, from `gone` on. */
  goneProof: z.object({ tasks: z.number().int(), provedAt: z.string() }).optional(),
  /**
   * Destination, from `released` on. `switchOverUs`: from the first seized task on the source to all tasks running here; the
   * two clocks were compared over the channel before the freeze. Null when they could not be.
   */
  released: z.object({ switchOverUs: z.number().nullable(), runningAtBootMs: z.number() }).optional(),
  /**
   * Destination, for `failed`: whether `releasing` was written before, so that the copy may have run. Left out: not known, and the
   * server then asks a person before it restores a second time.
   */
  mayHaveRun: z.boolean().optional(),
  /**
   * Destination of a rehearsal, from `held` on: the stopped copy compared with the frozen source. `buildUs`: from the start of CRIU to
   * the built copy; `readyUs`: from the freeze to it. Null where clocks could not be compared.
   */
  rehearsed: z
    .object({
      passed: z.boolean(),
      lines: z.array(z.string()),
      buildUs: z.number().nullable(),
      readyUs: z.number().nullable(),
    })
    .optional(),
  /** Source, for `given-back` without a `reason`: what was seen of the tree after everything was undone. */
  thawProof: z
    .object({ tasks: z.number().int(), wasFrozen: z.boolean(), cgroupFrozen: z.boolean(), provedAt: z.string() })
    .optional(),
  /** Destination of a post-copy: the memory that follows the copy. */
  pages: z.object({ complete: z.boolean(), receivedBytes: z.number().nullable() }).optional(),
  /** Last lines of CRIU's log when it failed. */
  logTail: z.array(z.string()).optional(),
});
export type RunState = z.infer<typeof runStateSchema>;

export const runStateChanged = { type: 'run.state-changed', body: runStateSchema } as const;
