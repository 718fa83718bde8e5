import { bootMs } from './boot-clock.ts';
import type { HoldContext } from './hold-context.ts';

/** After the release of a post-copy: pages are lost for good, and the copy has been ended. What is known of it goes into the journal. */
export const enterMemoryLost = ({ journal, paths, enter }: HoldContext, why: string): void => {
  if (journal.state === 'held') enter('releasing');
  if (!['releasing', 'released'].includes(journal.state)) return;
  const { released, pages } = journal.report(paths.runId);
  const ranMs = released && journal.stateBootId === journal.bootId ? bootMs() - released.runningAtBootMs : null;
  const arrived =
    pages && pages.receivedBytes !== null ? `${Math.floor(pages.receivedBytes / (1 << 20))} MiB had arrived. ` : '';
  const ran = ranMs === null ? 'The copy' : `The copy had run for ${(ranMs / 1000).toFixed(1)} s and`;
  const reason = `Memory pages were lost: ${why} ${arrived}${ran} was ended, because it cannot go on without them.`;
  enter('failed', { reason, errorCode: 'memory-lost', mayHaveRun: true });
};
