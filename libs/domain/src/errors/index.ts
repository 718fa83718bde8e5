export { type ErrorCode, type ErrorKind, errorCodes } from './error-codes.ts';
export { errorReportSchema } from './error-report-schema.ts';
export { type ErrorReport, GodwitError, toErrorReport } from './godwit-error.ts';
