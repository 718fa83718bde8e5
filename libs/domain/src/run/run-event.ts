import { z } from 'zod';
import { errorReportSchema } from '../errors/index.ts';
import { toldRoundsSchema } from '../pre-copy/index.ts';
import { criuOptionsSchema } from '../verdict/index.ts';
import { runQueueSchema } from './queue.ts';
import { destinationStates, sides, sourceStates } from './side-states.ts';
import { runKinds, stepNames } from './steps.ts';

const step = z.enum(stepNames);
const side = z.enum(sides);
const bytes = z.number().nonnegative();

/** The four times, always all four; null until known. Microseconds. */
export const runTimesSchema = z.object({
  frozenUs: z.number().nullable(),
  switchOverUs: z.number().nullable(),
  totalUs: z.number().nullable(),
  overheadUs: z.number().nullable(),
});
export type RunTimes = z.infer<typeof runTimesSchema>;

/** What the health command of a workload said of its copy. */
export const healthSchema = z.object({ command: z.string(), passed: z.boolean(), words: z.string() });
export type Health = z.infer<typeof healthSchema>;

/** What a side may note besides the steps of a run. */
export const noteTopics = ['supervisor', 'hook', 'health'] as const;

export const runOutcomes = ['succeeded', 'given-back', 'cancelled', 'failed', 'needs-decision'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** Everything that may happen in a run. These events are the only stored truth; every view is derived from them. */
export const runEventDataSchema = z.discriminatedUnion('type', [
  /** Somebody asked for the run; nothing has been touched. */
  z.object({
    type: z.literal('run.created'),
    kind: z.enum(runKinds),
    workload: z.string(),
    source: z.string(),
    destination: z.string().nullable(),
    options: criuOptionsSchema,
    /** Of a move; left out: stop-and-copy. */
    mode: z.string().optional(),
    by: z.string(),
  }),
  /** It has to wait for others on its hosts; told again when its place changes. */
  z.object({ type: z.literal('run.queued'), ...runQueueSchema.shape }),
  z.object({ type: z.literal('run.admitted') }),
  z.object({ type: z.literal('step.started'), step, attempt: z.number().int() }),
  z.object({ type: z.literal('step.finished'), step }),
  z.object({ type: z.literal('step.failed'), step, error: errorReportSchema }),
  z.object({ type: z.literal('compensation.started'), step }),
  z.object({ type: z.literal('compensation.finished'), step }),
  z.object({ type: z.literal('compensation.failed'), step, error: errorReportSchema }),
  /** A side's journal moved on. `sinceHeldMs`, where present, is how long the tasks have been standing still. */
  z.object({
    type: z.literal('side.changed'),
    side,
    state: z.union([z.enum(sourceStates), z.enum(destinationStates)]),
    detail: z.string().optional(),
  }),
  /** CRIU entered a phase, seen by hook stage or log milestone. */
  z.object({ type: z.literal('phase.entered'), side, phase: z.string() }),
  /** Bytes over the channel; monotonic. `expectedBytes` null means that there is no estimate yet. */
  z.object({
    type: z.literal('progress.measured'),
    side,
    sentBytes: bytes,
    expectedBytes: bytes.nullable(),
    pagesWritten: z.number().nullable(),
    bytesPerSecond: bytes.nullable(),
  }),
  /** Files that travel along, in the round that runs: all of them, and what had to be sent. `frozen`: the last round, inside the hold. */
  z.object({
    type: z.literal('files.measured'),
    side,
    frozen: z.boolean(),
    files: z.number().int().nonnegative(),
    bytes,
    sentBytes: bytes,
    expectedBytes: bytes,
  }),
  /** The rounds of a pre-copy so far, all of them; the newest of these events stands. */
  z.object({ type: z.literal('rounds.measured'), ...toldRoundsSchema.shape }),
  /** What a side did besides the steps: a supervisor held or let go, a hook, the health command. One of a name is its newest. */
  z.object({
    type: z.literal('side.noted'),
    side,
    topic: z.enum(noteTopics),
    name: z.string().max(300),
    state: z.enum(['running', 'done', 'failed']),
    text: z.string().max(2000),
  }),
  z.object({ type: z.literal('log.appended'), side, lines: z.array(z.string().max(2000)).max(500) }),
  /** The server wrote the permission to commit before it sent it. */
  z.object({ type: z.literal('permission.written'), epoch: z.number().int() }),
  z.object({ type: z.literal('cancel.requested'), by: z.string() }),
  z.object({ type: z.literal('decision.needed'), reason: z.string(), choices: z.array(z.string()) }),
  z.object({ type: z.literal('decision.made'), choice: z.string(), by: z.string() }),
  z.object({ type: z.literal('times.measured'), times: runTimesSchema }),
  /** What the proof compared after the move: facts taken while frozen against facts of the copy. */
  z.object({
    type: z.literal('proof.taken'),
    passed: z.boolean(),
    lines: z.array(z.string()),
    health: healthSchema.optional(),
  }),
  /** The copy of a rehearsal stands on the destination. Null where it could not be measured. */
  z.object({
    type: z.literal('rehearsal.built'),
    buildUs: z.number().nullable(),
    /** From the freeze of the source to the built copy. */
    readyUs: z.number().nullable(),
    imageBytes: z.number().nullable(),
  }),
  z.object({ type: z.literal('sweep.done'), side, removed: z.array(z.string()) }),
  z.object({ type: z.literal('run.finished'), outcome: z.enum(runOutcomes), error: errorReportSchema.optional() }),
]);
export type RunEventData = z.infer<typeof runEventDataSchema>;

/** A stored event. `id` orders: it comes from one database sequence, as decimal text because it may pass 2^53. */
export const runEventSchema = z.object({
  id: z.string().regex(/^\d+$/),
  runId: z.uuid(),
  at: z.iso.datetime(),
  version: z.literal(1),
  data: runEventDataSchema,
});
export type RunEvent = z.infer<typeof runEventSchema>;
