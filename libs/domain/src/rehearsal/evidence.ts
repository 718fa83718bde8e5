import { z } from 'zod';

const rehearsalResults = ['built', 'differs', 'refused', 'unfinished'] as const;

/** What the last rehearsal of a workload between two hosts showed. */
export const rehearsalEvidenceSchema = z.object({
  runId: z.uuid(),
  /** When it ended. */
  at: z.iso.datetime(),
  destination: z.string(),
  /**
   * `built`: the copy stood there as the source was; `differs`: it stood there and was something else; `refused`: CRIU would not; `unfinished`:
   * it ended by something that says nothing of the move, or was cancelled.
   */
  result: z.enum(rehearsalResults),
  /** Why, for all but `built`: for `refused` the first true line of CRIU's log. */
  reason: z.string().nullable(),
  /** What the error means and what to do, where it is known. */
  meaning: z.string().nullable(),
  remedy: z.string().nullable(),
  /** Microseconds the workload stood still, and in which the copy was built; null where not measured. */
  frozenUs: z.number().nullable(),
  buildUs: z.number().nullable(),
  imageBytes: z.number().nullable(),
});
export type RehearsalEvidence = z.infer<typeof rehearsalEvidenceSchema>;

/** What every rehearsal leaves open, whatever it showed. */
export const rehearsalLimit =
  'A rehearsal closes TCP connections, so it proves nothing about connections. Process ids, addresses and ports are its own, so it does not prove that those of the workload are free on the destination either.';

/** How the evidence ends a sentence that begins with "Rehearsed on HOST at TIME: ". */
export const sayRehearsal = ({ result, reason }: Pick<RehearsalEvidence, 'result' | 'reason'>): string => {
  switch (result) {
    case 'built':
      return 'built';
    case 'differs':
      return `built, but not as the source was: ${reason ?? 'it was not told how'}`;
    case 'refused':
      return `refused by CRIU with ${reason ?? 'an error its log does not name'}`;
    case 'unfinished':
      return `not finished: ${reason ?? 'it was cancelled'}`;
  }
};
