import { readStates, readTimes } from '../kill/read-journal.mjs';

/** Everything that is wrong after a run, in words, and how it went. */
export function assessRun({ ended, asked, copies, report, left, traffic, run, died = [] }) {
  if (ended.error?.code === 'memory-lost')
    return assessLoss({ ended, asked, copies, report, left, traffic, run, died });
  const { source, destination } = run;
  const complaints = [];
  const demand = (holds, complaint) => holds || complaints.push(complaint);
  demand(report.violations.length === 0, `two copies ran at once: ${JSON.stringify(report.violations[0])}`);
  for (const complaint of traffic.complaints) complaints.push(`effect or connection lost: ${complaint}`);
  const isOne = copies.length === 1 && copies[0].state === 'running';
  demand(isOne, `not one running copy at the end: ${JSON.stringify(copies)}`);
  demand(!isOne || traffic.goesOn, 'the workload runs, but its clients do not get on');
  const rehearsed = run.plan?.mode === 'rehearsal';
  const expected = {
    succeeded: rehearsed ? source : destination,
    'given-back': source,
    // After the commit it is the copy that runs, though it was not proved.
    failed: hasCommitted(run) ? destination : source,
    cancelled: source,
  }[ended.outcome];
  demand(expected !== undefined, `the run ended as "${ended.outcome}": ${ended.error?.message ?? ''}`);
  demand(
    !expected || !isOne || copies[0].host === expected,
    `the run says ${ended.outcome}, but the copy runs on ${copies[0]?.host}`,
  );
  for (const one of left) complaints.push(`left behind: ${one}`);
  return { ...describe({ ended, asked, report, run, died }), complaints };
}

const hasCommitted = ({ source, agents, runId }) => readStates(agents[source].runsDir, runId).includes('committed');

function describe({ ended, asked, report, run: { source, agents, runId }, died }) {
  return {
    outcome: ended.outcome,
    error: ended.error?.message,
    committed: hasCommitted({ source, agents, runId }),
    asked: asked.map(({ reason, copies: seen }) => ({
      reason,
      running: seen.filter(({ state }) => state === 'running').length,
    })),
    stoodMs: report.longestWithoutRunningMs,
    ...(died.length > 0 && { died }),
  };
}

/** The moment is seen a little before the fault happens: a source that had committed by then has let its copy go. */
function mayHaveLost({ plan, source, agents, runId, struckAt }) {
  const committedAt = readTimes(agents[source].runsDir, runId).committed;
  return plan?.mayLoseMemory === true && committedAt !== undefined && committedAt <= struckAt;
}

/**
 * A post-copy that lost memory after its release: rightful only where the fault can do that, and told. Then nothing runs, nothing was
 * doubled, and nothing is left.
 */
function assessLoss({ ended, asked, copies, report, left, traffic, run, died }) {
  const complaints = [];
  const demand = (holds, complaint) => holds || complaints.push(complaint);
  demand(mayHaveLost(run), `memory was lost by a fault that must not cost any: ${ended.error.message}`);
  demand(report.violations.length === 0, `two copies ran at once: ${JSON.stringify(report.violations[0])}`);
  for (const complaint of traffic.complaints) complaints.push(`effect or connection lost: ${complaint}`);
  demand(copies.length === 0, `the memory is lost, but a copy is there: ${JSON.stringify(copies)}`);
  demand(ended.outcome === 'failed', `the memory is lost, but the run ended as "${ended.outcome}"`);
  demand(asked.length > 0, 'the memory was lost, but no person was asked before the source was ended');
  for (const one of left) complaints.push(`left behind: ${one}`);
  return { ...describe({ ended, asked, report, run, died }), memoryLost: true, complaints };
}
