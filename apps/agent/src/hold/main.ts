import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { readTask } from '@godwit/criu-driver';
import { toErrorReport } from '@godwit/domain/errors';
import { bootMs } from './boot-clock.ts';
import type { HoldContext } from './hold-context.ts';
import { createHoldHandler } from './hold-process.ts';
import { HoldSocket } from './hold-socket.ts';
import { Journal } from './journal.ts';
import { writeOutcome } from './outcome-file.ts';
import { ProgressFeed } from './progress-feed.ts';
import { runPaths } from './run-paths.ts';

/**
 * The hold process of one run: parent of CRIU, keeper of the deadline, and on the source the place of the commit. It is
 * started by the agent and outlives it. Arguments: directory of the runs, run id.
 */
const main = (runsDir: string, runId: string): void => {
  const paths = runPaths(runsDir, runId);
  const journal = Journal.open(paths);
  const log = (line: string) =>
    void process.stdout.write(`${new Date().toISOString()} ${bootMs().toFixed(1)} ${line}\n`);
  const context: HoldContext = {
    paths,
    journal,
    log,
    progress: new ProgressFeed(journal.side, (events) => context.tell(events)),
    enter(state, details = {}) {
      journal.enter(state, details);
      log(`${journal.side} ${state}${details.reason ? `: ${details.reason}` : ''}`);
      socket.tell({ event: 'state', state: journal.report(runId) });
    },
    tell: (events) => socket.tell({ event: 'progress', events }),
    finishCheckpoint(outcome) {
      writeOutcome(paths, outcome);
      context.progress.flush();
      log(`${outcome.action} ended${outcome.error ? `: ${outcome.error.message}` : ''}`);
      socket.tell({ event: 'checkpoint', outcome });
      // The outcome is on disk for an agent that comes later.
      setTimeout(() => process.exit(0), 1000);
    },
  };
  const handle = createHoldHandler(context);
  const socket = new HoldSocket(async (request) => {
    try {
      const { epoch } = request.body as { epoch?: unknown };
      if (typeof epoch === 'number') journal.checkEpoch(epoch);
      return await handle(request);
    } catch (error) {
      log(`${request.command} failed: ${toErrorReport(error).message}`);
      throw error;
    }
  }, paths.holdSocket);
  const self = readTask(process.pid);
  writeFileSync(paths.holdIdentity, JSON.stringify({ pid: process.pid, startTimeTicks: self?.startTimeTicks }), {
    mode: 0o600,
  });
};

// Whoever ends the agent with a signal to its group or terminal means the agent.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);

/**
 * Clients wait while this process works. CRIU inherits the nice value, and gives every task of a copy its own back. Where
 * sessions are scheduled as groups (sched(7), autogroup), only the group's value counts, which nobody inherits.
 */
const urgent = -10;
try {
  os.setPriority(urgent);
  writeFileSync('/proc/self/autogroup', String(urgent));
} catch {
  // It may not be permitted, or not exist: then a move is slower on a busy host.
}

const [runsDir = '', runId = ''] = process.argv.slice(2);
main(runsDir, runId);
