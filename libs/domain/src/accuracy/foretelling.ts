import { rules } from '../rules/index.ts';
import type { Purpose } from '../verdict/index.ts';

const purposesByRule = new Map<string, readonly Purpose[]>(rules.map(({ id, appliesTo }) => [id, appliesTo]));

/** Of findings that foretell an error, those that a preflight for this purpose can have: a move's rules are silent for a restore here. */
export const foretellingFor = (findings: readonly string[], purpose: Purpose): string[] =>
  findings.filter((id) => purposesByRule.get(id.slice(0, id.lastIndexOf('.')))?.includes(purpose) ?? false);
