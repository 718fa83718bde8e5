import { GodwitError } from '@godwit/domain/errors';
import type { Verdict } from '@godwit/domain/verdict';

/** Throws `verdict-blocked` with the reasons when a tree, looked at again, would not move. */
export const refuseUnlessMovable = ({ verdict, findings }: Verdict): void => {
  if (verdict === 'migratable' || verdict === 'migratable-with-options') return;
  const wanted = verdict === 'blocked' ? 'blocker' : 'not-evaluated';
  const reasons = findings.filter(({ severity }) => severity === wanted).map(({ message }) => message);
  throw new GodwitError({
    code: 'verdict-blocked',
    message: `Checked again just before the start, this would fail: ${reasons.slice(0, 3).join(' ')}`.slice(0, 4000),
    remedy: 'Run the preflight again: it shows every finding with what to do about it.',
  });
};
