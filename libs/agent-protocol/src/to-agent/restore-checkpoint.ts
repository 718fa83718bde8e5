import { copyBases } from '@godwit/domain/checkpoints';
import { z } from 'zod';
import { acceptedSchema, criuArgumentsSchema, runKeySchema } from './run-key.ts';

/** Restores a checkpoint of this host. Refused while its tree still runs. Ends with `checkpoint.finished`. */
export const restoreCheckpoint = {
  type: 'restore-checkpoint',
  request: runKeySchema.extend({
    checkpointId: z.uuid(),
    criuArguments: criuArgumentsSchema,
    /**
     * For a checkpoint that a move kept: what is known of the copy that this move let run. `gone`: its host was asked; `fenced`: a person says
     * that its host cannot run it; `person`: a person wants two running copies. Without it such a checkpoint is not restored.
     */
    copy: z.object({ basis: z.enum(copyBases) }).optional(),
  }),
  result: acceptedSchema,
} as const;
