import { waitUntil } from '../harness/wait-until.mjs';
import { cutLink } from './faults/network-faults.mjs';
import { strikeDead } from './faults/process-faults.mjs';
import { leaveBrowser } from './faults/server-faults.mjs';
import { findVictims } from './victims.mjs';
import { plainWorkloads } from './workloads.mjs';

/**
 * Cells beside those of a move by stop-and-copy: a post-copy has one line that matters, behind which memory may be lost, and a rehearsal
 * has no commit at all. Containers know neither.
 */

const kill = (victim) => (run) => strikeDead(victim, run);
/** The state is written before what is to be hit is started. */
const killWhenThere = (victim) => async (run) => {
  const isThere = () => findVictims(victim, run).length > 0;
  await waitUntil(isThere, { timeoutMs: 1000, what: victim, everyMs: 1 }).catch(() => undefined);
  return strikeDead(victim, run);
};

const postCopyFaults = [
  { id: 'source CRIU killed', strike: kill('source-criu'), deadly: true },
  { id: 'page daemon killed', strike: kill('destination-pages'), deadly: true },
  { id: 'source hold killed', strike: kill('source-hold'), deadly: true },
  { id: 'destination hold killed', strike: kill('destination-hold'), deadly: true },
  { id: 'source agent killed', strike: kill('source-agent') },
  { id: 'destination agent killed', strike: kill('destination-agent') },
  { id: 'server killed', strike: kill('server') },
  {
    id: 'link cut',
    strike: (run, { side, long }) =>
      cutLink(
        run.hosts.find(({ name }) => name === run[side]),
        long ? run.longMs : run.shortMs,
      ),
  },
  { id: 'browser gone', strike: (run) => leaveBrowser(run.subscriber) },
];

/** Only the counter's memory is large enough to be still on its way; and it is itself the client, whose numbers stay strict when it dies. */
const withMemory = ['counter'];

/** @returns {import('./plan-runs.mjs').Cell[]} */
export function listPostCopyCells({ postCopyMoments }) {
  return postCopyFaults.flatMap((fault) =>
    ['held', 'fetch'].map((column) => ({
      mode: 'post-copy',
      fault,
      column,
      moments: postCopyMoments.filter((moment) => moment.column === column),
      workloads: column === 'fetch' ? withMemory : plainWorkloads,
      mayLoseMemory: fault.deadly === true,
    })),
  );
}

const rehearsalFaults = [
  { id: 'source agent killed', column: 'dump', strike: kill('source-agent') },
  { id: 'source hold killed', column: 'dump', strike: kill('source-hold') },
  { id: 'destination agent killed', column: 'build', strike: kill('destination-agent') },
  { id: 'destination CRIU killed', column: 'build', strike: killWhenThere('destination-criu') },
];

/** @returns {import('./plan-runs.mjs').Cell[]} */
export function listRehearsalCells({ rehearsalMoments }) {
  return rehearsalFaults.map((fault) => ({
    mode: 'rehearsal',
    fault,
    column: fault.column,
    moments: rehearsalMoments.filter((moment) => moment.column === fault.column),
    workloads: plainWorkloads,
  }));
}
