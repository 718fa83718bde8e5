import { z } from 'zod';
import { moveEstimateSchema } from '../estimate/index.ts';
import { criuOptionsSchema } from '../verdict/index.ts';

const tree = {
  pid: z.number().int().positive(),
  startTimeTicks: z.number(),
  /** Every process of the tree when the plan was made: no other run may touch one of them. */
  taskPids: z.array(z.number().int()),
  workloadKey: z.string(),
  workloadName: z.string(),
};

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
  /** What it was thought to cost before it began. Plans of before 2026-11-23 have none. */
  estimate: moveEstimateSchema.optional(),
});
export type MovePlan = z.infer<typeof movePlanSchema>;

export const dumpPlanSchema = z.object({
  kind: z.literal('dump'),
  ...tree,
  options: criuOptionsSchema,
  leaveRunning: z.boolean(),
});
export type DumpPlan = z.infer<typeof dumpPlanSchema>;

export const restorePlanSchema = z.object({
  kind: z.literal('restore'),
  checkpointId: z.uuid(),
  workloadKey: z.string(),
  workloadName: z.string(),
  taskPids: z.array(z.number().int()),
  options: criuOptionsSchema,
});
export type RestorePlan = z.infer<typeof restorePlanSchema>;

/** What a run is going to do, settled before it starts and stored with it. */
export const runPlanSchema = z.discriminatedUnion('kind', [movePlanSchema, dumpPlanSchema, restorePlanSchema]);
export type RunPlan = z.infer<typeof runPlanSchema>;
