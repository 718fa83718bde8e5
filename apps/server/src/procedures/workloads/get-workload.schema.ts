import { rehearsalEvidenceSchema } from '@godwit/domain/rehearsal';
import { z } from 'zod';
import { idSchema, timeSchema } from '../shapes/ids.ts';
import { processNodeSchema } from '../shapes/process-node.ts';
import { workloadSummarySchema } from '../shapes/workload-summary.ts';

export const getWorkloadInput = z.object({ workloadId: idSchema });

export const getWorkloadOutput = workloadSummarySchema.extend({
  /** Read from the host for this very answer; null when that failed, then `treeError` says why. */
  tree: z.array(processNodeSchema).nullable(),
  treeReadAt: timeSchema.nullable(),
  treeError: z.string().nullable(),
  /** What its last rehearsal showed, whichever the destination; null when there was none. */
  rehearsal: rehearsalEvidenceSchema.nullable(),
});
