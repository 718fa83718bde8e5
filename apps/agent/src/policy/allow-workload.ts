import type { Policy } from './policy.ts';

const special = /[.+?^${}()|[\]\\/]/g;

/** A pattern in which * stands for any number of characters. */
export const toExpression = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(special, '\\$&').replaceAll('*', '.*')}$`);

/** Whether a pattern of the policy names a workload: `*` stands for any number of characters. */
export const matchesWorkload = (pattern: string, key: string): boolean => toExpression(pattern).test(key);

/** The pattern that forbids a workload; null when none does. */
export const findForbidding = ({ neverWorkloads }: Pick<Policy, 'neverWorkloads'>, key: string): string | null =>
  neverWorkloads.find((pattern) => matchesWorkload(pattern, key)) ?? null;
