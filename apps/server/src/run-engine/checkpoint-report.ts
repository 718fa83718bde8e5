import { type MessageBody, messages } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { Side } from '@godwit/domain/run';
import type { RunContext } from './run-context.ts';

export type CheckpointReport = MessageBody<'checkpoint.finished'>;

const schema = messages['checkpoint.finished'].body;
/** How long a connected agent may be silent about it; CRIU itself has shorter deadlines. */
const deadlineMs = 300_000;

/**
 * Starts a dump into, or a restore of, a checkpoint, and waits for its end. An agent that was told before goes on with what
 * it does. CRIU is never interrupted, so a host that goes away is waited for: its agent tells how it ended when it is back.
 */
export const runCheckpoint = async (
  context: RunContext,
  side: Side,
  start: () => Promise<unknown>,
): Promise<CheckpointReport> => {
  const before = await readReport(context);
  await context.awaitConnections(side);
  if (before === null) await start();
  let patienceEnds = context.elapsedMs + deadlineMs;
  for (;;) {
    const report = await readReport(context);
    if (report?.error) throw new GodwitError(report.error);
    if (report !== null) return report;
    if (!(await context.isConnected(side))) patienceEnds = context.elapsedMs + deadlineMs;
    if (context.elapsedMs >= patienceEnds) throw neverEnded();
    await context.wait();
  }
};

const readReport = async (context: RunContext): Promise<CheckpointReport | null> => {
  const parsed = schema.safeParse((await context.look()).run.checkpointReport);
  return parsed.success ? parsed.data : null;
};

const neverEnded = (): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: `The agent took the command and did not tell its end within ${deadlineMs / 1000} seconds.`,
    remedy: "Look at the agent's log on the host, and whether a criu process is still at work there.",
  });
