import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error-codes.ts';

/** An error report as it travels between processes. */
export const errorReportSchema = z.object({
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  message: z.string().max(4000),
  remedy: z.string().max(4000),
});
