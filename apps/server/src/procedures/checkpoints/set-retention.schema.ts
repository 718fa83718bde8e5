import { retentionSchema } from '@godwit/domain/checkpoints';
import { doneSchema } from '../shapes/ids.ts';

export const setRetentionInput = retentionSchema;

export const setRetentionOutput = doneSchema;
