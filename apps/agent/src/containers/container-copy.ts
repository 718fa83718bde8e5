import { isAlive, listTree, type TaskStatus } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { readContainerState } from '@godwit/host-facts';
import type { FrozenTask } from '../channel/messages.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { Journal } from '../hold/journal.ts';
import type { StateDetails } from '../hold/journal-records.ts';
import { noteBuilt } from '../hold/note-built.ts';
import { innerPidOf } from './inner-pid.ts';

/**
 * The tasks of a restored container, which waits inside CRIU's restorer: inside of it each must have the number it had. Outside it has
 * another one than on the source. They are written into the journal.
 *
 * @returns what its side of the run says of it
 * @throws GodwitError `criu-failed` naming what is missing
 */
export const identifyContainerCopy = (context: HoldContext, expected: readonly FrozenTask[]): StateDetails => {
  const { journal } = context;
  const found = findByInnerPid(journal);
  const tasks = expected.map(({ innerPid, pid, comm }) => {
    const task = found.get(innerPid ?? pid);
    if (!task || !isAlive(task)) throw incomplete(`process ${innerPid ?? pid} (${comm}) of the container is not there`);
    return { pid: task.pid, startTimeTicks: task.startTimeTicks };
  });
  journal.append({ kind: 'facts', facts: { tasks, sourcePids: expected.map(({ pid }) => pid) } });
  noteBuilt(context, expected, tasks);
  return { heldPids: tasks.map(({ pid }) => pid) };
};

const findByInnerPid = (journal: Journal): Map<number | null, TaskStatus> => {
  const made = journal.standing.find((one) => one.type === 'container');
  const state = made && readContainerState('runc', made.id);
  if (!state) throw incomplete('its runtime does not know the container');
  return new Map(listTree(state.pid).map((task) => [innerPidOf(task.pid), task]));
};

const incomplete = (seen: string): GodwitError =>
  new GodwitError({
    code: 'criu-failed',
    message: `The copy is not complete: ${seen}. It was not allowed to run.`,
    remedy: 'Look at the log of the restore on the destination; the source is not harmed by another try.',
  });
