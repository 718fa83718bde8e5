import { isAlive, signalTask } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { callSupervisord, listSupervised } from '@godwit/host-facts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import type { HeldSupervisord, Settlement } from './held-supervisor.ts';
import { isStopped, stopProcess } from './stop-process.ts';
import { SupervisordLine } from './supervisord-line.ts';

/** Lines of this process to the supervisords it holds, by their process id. They die with it, and cannot be made again. */
const lines = new Map<number, SupervisordLine>();

/** How long the tree may stand still for it after the commit, in milliseconds. */
const tellDeadlineMs = 5000;

/** Stops a supervisord. Its programs run on; none of them is started again until it goes on. */
export const holdSupervisord = async ({ task, name, socket }: HeldSupervisord): Promise<void> => {
  const line = await SupervisordLine.open(socket).catch((error: unknown) => {
    throw deaf(name, error);
  });
  lines.get(task.pid)?.close();
  lines.set(task.pid, line);
  await stopProcess(task, name);
};

export const releaseSupervisord = ({ task, name, program }: HeldSupervisord): Settlement => {
  closeLine(task.pid);
  const goesOn = signalTask(task, 'SIGCONT');
  return {
    done: true,
    words: `${name} (process ${task.pid}) ${goesOn ? `goes on and keeps ${program}` : 'has ended'}.`,
  };
};

/**
 * Once the commit is decided and before the tree ends: lets supervisord go on with the request to stop the program as the
 * first thing it reads. The signal it sends then waits at a frozen process that is killed anyway; when that ends, the
 * program counts as stopped and is not started again. An end that supervisord sees before the request would start it again.
 *
 * @returns what is wrong, when supervisord stands still because it could not be told
 */
export const tellSupervisord = async ({ task, name, program }: HeldSupervisord): Promise<string | null> => {
  const line = lines.get(task.pid);
  if (!line?.isOpen) return `the line to ${name} is broken`;
  const answer = line.answer(tellDeadlineMs);
  line.send('supervisor.stopProcess', [program, false]);
  signalTask(task, 'SIGCONT');
  try {
    await answer;
    return null;
  } catch (error) {
    signalTask(task, 'SIGSTOP');
    return error instanceof Error ? error.message : String(error);
  } finally {
    closeLine(task.pid);
  }
};

/**
 * After the tree is gone: supervisord shall not start the program at its next start either. One that was not told in time
 * stays stopped, because it would start the program at once.
 */
export const endSupervisord = async (held: HeldSupervisord): Promise<Settlement> => {
  const { task, name, program, override, socket } = held;
  if (override !== null) writeOverride(override, program);
  if (!isAlive(task)) return { done: true, words: `${name} (process ${task.pid}) has ended. ${atNextStart(held)}` };
  if (isStopped(task)) return { done: false, words: staysStopped(held) };
  if (override !== null) await callSupervisord(socket, 'supervisor.reloadConfig');
  const state = (await listSupervised(socket)).find((one) => one.name === program)?.state ?? 'gone';
  return { done: true, words: `${name} goes on without ${program}, which it shows as ${state}. ${atNextStart(held)}` };
};

const closeLine = (pid: number): void => {
  lines.get(pid)?.close();
  lines.delete(pid);
};

const sectionOf = (program: string): string => program.slice(0, program.indexOf(':'));

const atNextStart = ({ override }: HeldSupervisord): string =>
  override === null
    ? 'Its configuration includes no other files: take the program out of it, or the next start of supervisord starts it here again.'
    : `${override} keeps it from starting at the next boot.`;

const staysStopped = ({ name, task, program }: HeldSupervisord): string =>
  `${name} (process ${task.pid}) stays stopped: what could have told it to go on without ${program} died. Set autostart and autorestart of the program to false, then end this process and start supervisord again.`;

const writeOverride = (file: string, program: string): void =>
  writeFileDurably(
    file,
    `; Written by Godwit: this program was moved to another host. Remove this file to let it start here again.\n[program:${sectionOf(program)}]\nautostart=false\nautorestart=false\n`,
  );

const deaf = (name: string, error: unknown): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${name} starts the workload again when it ends, and could not be asked: ${error instanceof Error ? error.message : String(error)}. Nothing was frozen.`,
    remedy: 'Look whether supervisorctl reaches it, then start the run again.',
  });
