import { isAlive, signalTask, waitUntilGone } from '@godwit/criu-driver';
import type { HeldLoop, Settlement } from './held-supervisor.ts';

/** Lets a loop go on; a person who had stopped it before finds it stopped. */
export const releaseLoop = ({ task, name, wasStopped }: HeldLoop): Settlement => {
  if (wasStopped)
    return { done: true, words: `${name} (process ${task.pid}) was stopped before the run and stays so.` };
  const goesOn = signalTask(task, 'SIGCONT');
  return { done: true, words: `${name} (process ${task.pid}) ${goesOn ? 'goes on' : 'has ended'}.` };
};

/**
 * After the commit: the loop is killed where it stands, so that it never starts the source again, and its dead child can
 * leave its id. A loop that somebody would start again stays stopped.
 */
export const endLoop = async ({ task, name, endable }: HeldLoop): Promise<Settlement> => {
  if (!isAlive(task)) return { done: true, words: `${name} (process ${task.pid}) has ended.` };
  if (!endable) {
    return {
      done: true,
      words: `${name} (process ${task.pid}) stays stopped: somebody would start it again if it ended.`,
    };
  }
  signalTask(task, 'SIGKILL');
  const left = await waitUntilGone([task], 5000);
  return {
    done: left.length === 0,
    words: `${name} (process ${task.pid}) was ended: the workload has left this host.`,
  };
};
