import type { Retention } from '@godwit/domain/checkpoints';
import { countOf, formatBytes } from '@godwit/ui';

/** The retention as it stands in its inputs; empty means "no limit". */
export interface TypedRetention {
  perWorkload: string;
  days: string;
  gibibytes: string;
}

const gibibyte = 1024 ** 3;

export const typeRetention = ({ perWorkload, days, bytesPerHost }: Retention): TypedRetention => ({
  perWorkload: perWorkload === null ? '' : String(perWorkload),
  days: days === null ? '' : String(days),
  gibibytes: bytesPerHost === null ? '' : String(bytesPerHost / gibibyte),
});

/** null while a field cannot be understood. */
export const readRetention = (typed: TypedRetention): Retention | null => {
  const perWorkload = whole(typed.perWorkload, 10_000);
  const days = whole(typed.days, 36_500);
  const gibibytes = typed.gibibytes.trim() === '' ? null : Number(typed.gibibytes);
  if (perWorkload === undefined || days === undefined) return null;
  if (gibibytes !== null && !(gibibytes > 0 && gibibytes < 1e9)) return null;
  return { perWorkload, days, bytesPerHost: gibibytes === null ? null : Math.round(gibibytes * gibibyte) };
};

/** What is kept, in a sentence. */
export const sayRetention = ({ perWorkload, days, bytesPerHost }: Retention): string => {
  const rules = [
    perWorkload === null ? null : `the newest ${perWorkload} of a workload on a host`,
    days === null ? null : `nothing older than ${countOf(days, 'day')}`,
    bytesPerHost === null ? null : `at most ${formatBytes(bytesPerHost)} on a host`,
  ].filter((rule) => rule !== null);
  if (rules.length === 0) return 'Every checkpoint stays until somebody discards it.';
  return `Kept: ${rules.join('; ')}. What is pinned stays.`;
};

/** undefined: not a number of the kind that is wanted. */
const whole = (text: string, most: number): number | null | undefined => {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
};
