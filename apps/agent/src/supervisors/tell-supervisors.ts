import type { HoldContext } from '../hold/hold-context.ts';
import { tellSupervisord } from './supervisord.ts';

/** Between the decided commit and the end of the tree: whoever has to be told before it ends is told. Never throws. */
export const tellSupervisors = async ({ journal, log }: HoldContext): Promise<void> => {
  for (const made of journal.standing) {
    if (made.type !== 'supervisor' || made.held.way !== 'stop-supervisord') continue;
    const trouble = await tellSupervisord(made.held);
    if (trouble !== null) log(`${made.held.name} stays stopped: ${trouble}`);
  }
};
