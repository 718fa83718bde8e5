import type { Policy } from './policy.ts';

const special = /[.+?^${}()|[\]\\/]/g;

const toExpression = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(special, '\\$&').replaceAll('*', '.*')}$`);

/** The pattern that forbids a workload; null when none does. */
export const findForbidding = ({ neverWorkloads }: Pick<Policy, 'neverWorkloads'>, key: string): string | null =>
  neverWorkloads.find((pattern) => toExpression(pattern).test(key)) ?? null;
