import { isAlive, signalTask, type TaskIdentity, waitUntilGone } from '@godwit/criu-driver';
import { readDecision } from '../hold/decision.ts';
import { killCopy } from '../hold/destination-endings.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import { enterMemoryLost } from '../hold/memory-lost.ts';
import { endCommitted, leaveAddress, leaveCompletely } from '../hold/source-endings.ts';

const patienceMs = 15_000;

const end = async (task: TaskIdentity | undefined): Promise<void> => {
  if (!task) return;
  signalTask(task, 'SIGKILL');
  await waitUntilGone([task], patienceMs);
};

/**
 * The source of a post-copy whose hold process is dead. Before the commit nobody holds its CRIU back any more, which waits for ever: it
 * is ended, and the fence keeps the tree still. After the commit the line to the destination died with the hold process: if CRIU had
 * not killed the tree by then, pages are lost, and the tree stands behind its fence until somebody says that it may be ended.
 *
 * @returns whether nothing more is to be done
 */
export const recoverPostCopySource = async (context: HoldContext): Promise<boolean> => {
  const { journal, paths } = context;
  const { postCopy, criu, tasks = [] } = journal.facts;
  if (!postCopy || journal.stateBootId !== journal.bootId) return false;
  await end(criu);
  if (readDecision(paths)?.decision !== 'committed') return false;
  if (journal.state === 'held') context.enter('committed');
  if (!tasks.some(isAlive)) {
    await endCommitted(context, null);
    await leaveCompletely(context);
  } else await leaveAddress(journal);
  return true;
};

/**
 * The destination of a post-copy whose hold process is dead: nobody fetches pages any more. The copy is ended before the daemon, whose
 * death would give it zeros for what is missing.
 *
 * @returns whether nothing more is to be done
 */
export const recoverPostCopyDestination = async (context: HoldContext, isReleased: boolean): Promise<boolean> => {
  const { journal } = context;
  const { postCopy, pageDaemon, pages } = journal.facts;
  if (!postCopy || pages?.complete || journal.state === 'failed') return postCopy === true && isReleased;
  const rebooted = journal.stateBootId !== journal.bootId;
  if (!rebooted) {
    await killCopy(context, null, null);
    await end(pageDaemon);
  }
  if (!isReleased) return false;
  journal.append({ kind: 'facts', facts: { pages: { complete: false, receivedBytes: null } } });
  enterMemoryLost(context, rebooted ? 'The host was rebooted.' : 'The process that fetched them died.');
  return true;
};
