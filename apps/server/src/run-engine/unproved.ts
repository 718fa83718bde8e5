import type { ErrorReport } from '@godwit/domain/errors';
import { healthSchema } from '@godwit/domain/run';
import { z } from 'zod';

/** What a comparison of the copy found; `failed` as in `prove-copy`. */
export const proofSchema = z.object({
  passed: z.boolean(),
  lines: z.array(z.string()),
  failed: z.array(z.string()).optional(),
  health: healthSchema.optional(),
});
export type Proof = z.infer<typeof proofSchema>;

const longest = 4000;

/** Why a copy that was released is not proved: what was compared, or only what its health command says of it. */
export const unproved = (proof: Proof): ErrorReport => {
  const message = sayWhy(proof).slice(0, longest);
  const remedy = isSick(proof)
    ? 'Look at the workload itself and at what its health command prints; nothing that was compared differs. The source is gone, so there is nothing to give back.'
    : 'Look at the proof below and at the workload itself. The source is gone, so there is nothing to give back.';
  return { code: 'images-differ', message, remedy };
};

const isSick = ({ failed, health }: Proof): boolean => failed?.length === 0 && health?.passed === false;

const sayWhy = (proof: Proof): string => {
  const { lines, failed, health } = proof;
  // Of an older agent, or of none that could compare: nobody says which of the lines is the reason.
  if (failed === undefined) return `The copy was released, and it is not proved: ${few(lines)}`;
  if (isSick(proof)) return `The copy is what was frozen, but it does not do its work: ${health?.words}`;
  const sick = health?.passed === false ? ` ${health.words}` : '';
  return `The copy was released, but it is not what was frozen: ${few(failed)}${sick}`;
};

const few = (lines: readonly string[]): string => lines.slice(0, 3).join(' ');
