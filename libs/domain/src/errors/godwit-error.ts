import { type ErrorCode, type ErrorKind, errorCodes } from './error-codes.ts';

export interface ErrorReport {
  code: ErrorCode;
  /** What was seen and why it matters, in one or two sentences. */
  message: string;
  /** What a person can do about it. */
  remedy: string;
}

/** A failure with a code, a text for people and a remedy. Blockers of a move are findings, never this. */
export class GodwitError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(report: ErrorReport, options?: { cause?: unknown }) {
    super(report.message, options);
    this.name = 'GodwitError';
    this.code = report.code;
    this.remedy = report.remedy;
  }

  get kind(): ErrorKind {
    return errorCodes[this.code].kind;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** Any thrown value as a report that may leave the process; what we did not foresee becomes `internal`. */
export const toErrorReport = (thrown: unknown): ErrorReport => {
  if (thrown instanceof GodwitError) return { code: thrown.code, message: thrown.message, remedy: thrown.remedy };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message, remedy: 'This is a fault in Godwit. Keep the log and report it.' };
};
