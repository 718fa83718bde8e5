import { leastBandwidth, longestHoldSeconds, type MoveControls, shortestHoldSeconds } from '@godwit/domain/plan';

/** The fields of a move's choices as they stand in their inputs; empty means "not chosen". */
export interface TypedChoices {
  mebibytesPerSecond: string;
  holdSeconds: string;
  prepare: string;
  dump: string;
  restore: string;
}

export const noChoices: TypedChoices = { mebibytesPerSecond: '', holdSeconds: '', prepare: '', dump: '', restore: '' };

const mebibyte = 1024 * 1024;

/** What is wrong with each field; null where nothing is. */
export const problemsOf = (typed: TypedChoices): Record<keyof TypedChoices, string | null> => ({
  mebibytesPerSecond: problem(typed.mebibytesPerSecond, leastBandwidth / mebibyte, 100_000),
  holdSeconds: problem(typed.holdSeconds, shortestHoldSeconds, longestHoldSeconds),
  prepare: problem(typed.prepare, 2, longestHoldSeconds),
  dump: problem(typed.dump, 2, longestHoldSeconds),
  restore: problem(typed.restore, 2, longestHoldSeconds),
});

/** The choices as a run takes them; null while a field cannot be understood. */
export const readChoices = (typed: TypedChoices): (MoveControls & { holdSeconds?: number }) | null => {
  if (Object.values(problemsOf(typed)).some((wrong) => wrong !== null)) return null;
  const parts = (['prepare', 'dump', 'restore'] as const).filter((part) => typed[part].trim() !== '');
  const seconds = Object.fromEntries(parts.map((part) => [part, Math.round(Number(typed[part]))]));
  const { mebibytesPerSecond, holdSeconds } = typed;
  return {
    ...(mebibytesPerSecond.trim() && { bandwidthBytesPerSecond: Math.round(Number(mebibytesPerSecond) * mebibyte) }),
    ...(holdSeconds.trim() && { holdSeconds: Math.round(Number(holdSeconds)) }),
    ...(parts.length > 0 && { deadlineSeconds: seconds }),
  };
};

const problem = (text: string, least: number, most: number): string | null => {
  if (text.trim() === '') return null;
  const value = Number(text);
  return value >= least && value <= most ? null : `A number from ${least} to ${most}.`;
};
