import { z } from 'zod';
import { apiTokenSchema } from '../shapes/api-token.ts';

export const listTokensOutput = z.array(apiTokenSchema);
