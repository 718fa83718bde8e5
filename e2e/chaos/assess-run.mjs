import { readStates } from '../kill/read-journal.mjs';

/** Everything that is wrong after a run, in words, and how it went. */
export function assessRun({ ended, asked, copies, report, left, traffic, run }) {
  const { source, destination, agents, runId } = run;
  const complaints = [];
  const demand = (holds, complaint) => holds || complaints.push(complaint);
  demand(report.violations.length === 0, `two copies ran at once: ${JSON.stringify(report.violations[0])}`);
  for (const complaint of traffic.complaints) complaints.push(`effect or connection lost: ${complaint}`);
  const isOne = copies.length === 1 && copies[0].state === 'running';
  demand(isOne, `not one running copy at the end: ${JSON.stringify(copies)}`);
  demand(!isOne || traffic.goesOn, 'the workload runs, but its clients do not get on');
  const expected = { succeeded: destination, 'given-back': source, failed: source, cancelled: source }[ended.outcome];
  demand(expected !== undefined, `the run ended as "${ended.outcome}": ${ended.error?.message ?? ''}`);
  demand(
    !expected || !isOne || copies[0].host === expected,
    `the run says ${ended.outcome}, but the copy runs on ${copies[0]?.host}`,
  );
  for (const one of left) complaints.push(`left behind: ${one}`);
  return {
    outcome: ended.outcome,
    error: ended.error?.message,
    committed: readStates(agents[source].runsDir, runId).includes('committed'),
    asked: asked.map(({ reason, copies: seen }) => ({
      reason,
      running: seen.filter(({ state }) => state === 'running').length,
    })),
    stoodMs: report.longestWithoutRunningMs,
    complaints,
  };
}
