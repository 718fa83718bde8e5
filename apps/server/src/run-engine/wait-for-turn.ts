import { admitRun, lockRunStart, type RunRecord, storeQueue } from '@godwit/history-store';
import { hostsOf, readQueue } from '../queries/read-queue.ts';
import type { RunContext } from './run-context.ts';
import type { RunSnapshot } from './run-snapshot.ts';

/**
 * One look of a run that waits for others on its hosts. It goes on when there is room, and to its end when somebody cancels
 * it. The end of another run marks its hosts as changed, which wakes all that wait.
 */
export const waitForTurn = async (context: RunContext, { run }: RunSnapshot): Promise<void> => {
  if (run.cancelRequestedAt !== null) {
    await context.write((database) => admitRun(database, run.id, context.now));
    return;
  }
  if (!(await startIfThereIsRoom(context, run))) await context.wait();
};

const startIfThereIsRoom = (context: RunContext, run: RunRecord): Promise<boolean> =>
  context.write(async (database) => {
    await lockRunStart(database);
    const queue = await readQueue(database, { id: run.id, hostIds: hostsOf(run) });
    if (queue === null) {
      await admitRun(database, run.id, context.now);
      await context.append(database, { type: 'run.admitted' });
      return true;
    }
    if (JSON.stringify(queue) === JSON.stringify(run.queue)) return false;
    await storeQueue(database, run.id, queue);
    await context.append(database, { type: 'run.queued', ...queue });
    return false;
  });
