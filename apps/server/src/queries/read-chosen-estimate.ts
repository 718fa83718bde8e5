import { GodwitError } from '@godwit/domain/errors';
import type { MoveEstimate, MoveMode } from '@godwit/domain/estimate';
import type { Database, PreflightRecord } from '@godwit/history-store';
import { readModeAdvice } from './read-mode-advice.ts';
import { readMoveEstimate } from './read-move-estimate.ts';

/** What the move will cost in the mode somebody chose. Throws `command-refused` for a mode that is not possible. */
export const readChosenEstimate = async (
  database: Database,
  preflight: PreflightRecord,
  mode: MoveMode | undefined,
): Promise<MoveEstimate | null> => {
  if (mode === undefined || mode === 'stop-and-copy')
    return readMoveEstimate(database, { ...preflight, tree: preflight.source.tree });
  const advice = await readModeAdvice(database, preflight);
  const choice = advice?.choices.find((one) => one.mode === mode);
  if (choice?.whyNot === null) return choice.estimate;
  throw new GodwitError({
    code: 'command-refused',
    message: `A move by ${mode} is not possible: ${choice?.whyNot ?? 'there is no destination.'}`,
    remedy: 'Choose stop-and-copy, which always is.',
  });
};
