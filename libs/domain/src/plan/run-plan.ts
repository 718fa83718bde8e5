import { z } from 'zod';
import { copyBases } from '../checkpoints/index.ts';
import { moveEstimateSchema, rehearsalEstimateSchema } from '../estimate/index.ts';
import { containerRuntimes } from '../facts/index.ts';
import { filePlanSchema } from '../file-plan/index.ts';
import { stopRuleSchema } from '../pre-copy/index.ts';
import { criuOptionsSchema } from '../verdict/index.ts';
import { moveControlsSchema } from './move-controls.ts';

const tree = {
  pid: z.number().int().positive(),
  startTimeTicks: z.number(),
  /** Every process of the tree when the plan was made: no other run may touch one of them. */
  taskPids: z.array(z.number().int()),
  workloadKey: z.string(),
  workloadName: z.string(),
};

/** The tree is a container, and its runtime starts CRIU. Left out: CRIU is started by itself. */
const container = z.object({ runtime: z.enum(containerRuntimes), id: z.string() }).optional();

export const movePlanSchema = z.object({
  kind: z.literal('move'),
  ...tree,
  options: criuOptionsSchema,
  /** cgroup v2 path the copy is to live in. */
  cgroup: z.string(),
  serviceAddress: z.string().nullable(),
  listeningPorts: z.array(z.object({ protocol: z.number().int(), port: z.number().int() })),
  /** Process, thread, session and group ids that the copy takes. */
  ids: z.array(z.number().int()),
  expectedBytes: z.number().nonnegative(),
  /** From the freeze on: without a commit by then the source gives itself back, whoever is alive. */
  holdSeconds: z.number().positive(),
  container,
  /** What becomes of the files outside of the images. Left out: nothing is carried, nor looked at. */
  files: filePlanSchema.optional(),
  ...moveControlsSchema.shape,
  /** Of a pre-copy: when its rounds end. Left out: it has none. */
  stopRule: stopRuleSchema.optional(),
  /** What it was thought to cost before it began. Plans of before 2026-11-23 have none. */
  estimate: moveEstimateSchema.optional(),
});
export type MovePlan = z.infer<typeof movePlanSchema>;

export const dumpPlanSchema = z.object({
  kind: z.literal('dump'),
  ...tree,
  options: criuOptionsSchema,
  leaveRunning: z.boolean(),
  /** Its images are kept encrypted. */
  encrypt: z.boolean().optional(),
  container,
});
export type DumpPlan = z.infer<typeof dumpPlanSchema>;

export const restorePlanSchema = z.object({
  kind: z.literal('restore'),
  checkpointId: z.uuid(),
  workloadKey: z.string(),
  workloadName: z.string(),
  taskPids: z.array(z.number().int()),
  options: criuOptionsSchema,
  /** Of a checkpoint that a move kept: what it rests on that the copy of this move does not run. */
  copyBasis: z.enum(copyBases).optional(),
});
export type RestorePlan = z.infer<typeof restorePlanSchema>;

/** A move that is given up before its commit: the source runs on, the copy is ended. */
export const rehearsalPlanSchema = z.object({
  kind: z.literal('rehearsal'),
  ...tree,
  /** As CRIU gets them in a rehearsal; at restore connections are closed. */
  options: criuOptionsSchema,
  ids: z.array(z.number().int()),
  /** Files that some task has open for writing. */
  writtenPaths: z.array(z.string()),
  container,
  expectedBytes: z.number().nonnegative(),
  holdSeconds: z.number().positive(),
  estimate: rehearsalEstimateSchema.optional(),
});
export type RehearsalPlan = z.infer<typeof rehearsalPlanSchema>;

export const sendPlanSchema = z.object({
  kind: z.literal('send'),
  checkpointId: z.uuid(),
  workloadKey: z.string(),
  workloadName: z.string(),
  /** None: nothing that runs is touched. */
  taskPids: z.array(z.number().int()),
  options: criuOptionsSchema,
  ...moveControlsSchema.pick({ bandwidthBytesPerSecond: true }).shape,
});
export type SendPlan = z.infer<typeof sendPlanSchema>;

/** What a run is going to do, settled before it starts and stored with it. */
export const runPlanSchema = z.discriminatedUnion('kind', [
  movePlanSchema,
  dumpPlanSchema,
  restorePlanSchema,
  rehearsalPlanSchema,
  sendPlanSchema,
]);
export type RunPlan = z.infer<typeof runPlanSchema>;
