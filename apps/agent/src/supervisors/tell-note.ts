import type { RunEventData } from '@godwit/domain/run';
import type { HoldContext } from '../hold/hold-context.ts';

type Note = Extract<RunEventData, { type: 'side.noted' }>;

/** Tells the run's page what this side does besides the steps of the run. */
export const tellNote = (
  { journal, tell, log }: Pick<HoldContext, 'journal' | 'tell' | 'log'>,
  note: Omit<Note, 'type' | 'side'>,
): void => {
  log(note.text);
  tell([{ type: 'side.noted', side: journal.side, ...note }]);
};
