import type { ErrorReport } from '@godwit/domain/errors';

/** What a page needs to know of a failed call to choose its face. */
export interface Failure {
  kind: 'lost' | 'signed-out' | 'forbidden' | 'not-found' | 'other';
  message: string;
  remedy: string;
  code: string | null;
}

interface CallErrorShape {
  message: string;
  data?: { code?: string; httpStatus?: number; godwit?: Partial<ErrorReport> | null } | null | undefined;
}

const kinds: Record<string, Failure['kind']> = {
  UNAUTHORIZED: 'signed-out',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'not-found',
};

const lost: Failure = {
  kind: 'lost',
  message: 'The portal does not answer.',
  remedy: 'What you see may be old. It is asked again by itself; nothing you do not confirm happens meanwhile.',
  code: null,
};

const isCallError = (error: unknown): error is CallErrorShape =>
  typeof error === 'object' && error !== null && 'message' in error;

/** Sorts what a tRPC call threw. Without data the answer never came from the server: the connection is lost. */
export const readFailure = (error: unknown): Failure => {
  if (!isCallError(error) || !error.data) return lost;
  const { code, godwit } = error.data;
  return {
    kind: kinds[code ?? ''] ?? 'other',
    message: godwit?.message || error.message,
    remedy: godwit?.remedy ?? '',
    code: godwit?.code ?? code ?? null,
  };
};
