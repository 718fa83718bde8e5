import { z } from 'zod';
import { unknownErrorSchema } from '../shapes/unknown-error.ts';

export const listUnknownErrorsOutput = z.array(unknownErrorSchema);
