import { z } from 'zod';
import { hostSummarySchema } from '../shapes/host-summary.ts';

export const listHostsOutput = z.array(hostSummarySchema);
