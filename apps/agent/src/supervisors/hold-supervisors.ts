import { readFileSync } from 'node:fs';
import { readTask } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import type { Supervisor } from '@godwit/domain/facts';
import { findControlSocket, findOverrideFile, supervisorsOf } from '@godwit/host-facts';
import { describeTask } from '../hold/frozen-tasks.ts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { HeldSupervisor } from './held-supervisor.ts';
import { isStopped, stopProcess } from './stop-process.ts';
import { holdSupervisord } from './supervisord.ts';
import { dropInOf, holdUnit, hostSystemd } from './systemd-unit.ts';
import { tellNote } from './tell-note.ts';

interface HeldTree {
  pid: number;
  container?: object | undefined;
}

/**
 * Finds what would start the tree again after its death, on this host and now, and keeps it from that. What a server says
 * about it does not count. Each is written down before it is held; `undo` lets it go. Throws when one cannot be held.
 */
export const holdSupervisors = async (context: HoldContext, tree: HeldTree): Promise<void> => {
  const found = await supervisorsOf(tree.pid);
  if (!found.known) throw unknownSupervisors(found.reason);
  // A container is moved through its runtime, which then has nothing to start again.
  const all = found.value.filter(({ kind }) => tree.container === undefined || kind !== 'container-runtime');
  const refused = all.find(({ hold }) => hold === undefined || hold.way === null);
  if (refused) throw cannotHold(refused);
  const root = readTask(tree.pid);
  const commandLine = root ? describeTask(root).commandLine : '';
  for (const supervisor of all) {
    const held = await planHold(context, supervisor, commandLine);
    context.journal.making({ type: 'supervisor', held });
    await hold(held);
    tellNote(context, { topic: 'supervisor', name: held.name, state: 'running', text: sayHeld(held) });
  }
};

const planHold = async (
  { journal, paths }: HoldContext,
  supervisor: Supervisor,
  commandLine: string,
): Promise<HeldSupervisor> => {
  const { name, pid, hold: how } = supervisor;
  if (how?.way === 'systemd-override')
    return { way: how.way, name, commandLine, dropIn: dropInOf(hostSystemd, name, paths.runId) };
  const task = pid === null ? null : readTask(pid);
  if (!how?.way || task === null) throw cannotHold(supervisor);
  const identity = { pid: task.pid, startTimeTicks: task.startTimeTicks };
  const stopped = { name, commandLine, task: identity, wasStopped: isStopped(task), bootId: journal.bootId };
  if (how.way === 'stop-loop') return { way: how.way, ...stopped, endable: await nobodyRestarts(task.pid) };
  const socket = findControlSocket(task.pid);
  const { program } = how;
  if (socket === null || program === undefined) throw cannotHold(supervisor);
  const override = findOverrideFile(commandLineOf(task.pid), program.slice(0, program.indexOf(':')));
  return { way: how.way, ...stopped, socket, program, override };
};

const commandLineOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');

const nobodyRestarts = async (pid: number): Promise<boolean> => {
  const above = await supervisorsOf(pid);
  return above.known && above.value.length === 0;
};

const hold = async (held: HeldSupervisor): Promise<void> => {
  if (held.way === 'systemd-override') return holdUnit(hostSystemd, held);
  if (held.way === 'stop-supervisord') return holdSupervisord(held);
  if (!held.wasStopped) await stopProcess(held.task, held.name);
};

/** What a run holds now that went on without being told; null when all stands. */
export const findLoose = ({ journal }: Pick<HoldContext, 'journal'>): string | null => {
  for (const made of journal.standing) {
    if (made.type !== 'supervisor' || made.held.way === 'systemd-override') continue;
    const { task, name } = made.held;
    // One that has ended starts nothing any more.
    if (readTask(task.pid)?.startTimeTicks === task.startTimeTicks && !isStopped(task) && !isZombie(task.pid))
      return `${name} (process ${task.pid}), which was stopped, was told to go on by somebody else.`;
  }
  return null;
};

const isZombie = (pid: number): boolean => ['Z', 'X'].includes(readTask(pid)?.state ?? 'X');

const sayHeld = (held: HeldSupervisor): string =>
  held.way === 'systemd-override'
    ? `${held.name} does not start anything while the run lasts.`
    : `${held.name} (process ${held.task.pid}) stands still while the run lasts.`;

const unknownSupervisors = (reason: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `It could not be told whether something starts the workload again when it ends: ${reason}. Nothing was frozen.`,
    remedy: 'Make a new preflight of the workload; it says what could not be read.',
  });

const cannotHold = ({ name, hold: how }: Supervisor): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${name} starts the workload again when it ends, and cannot be held: ${how?.words ?? 'its process has ended.'} Nothing was frozen.`,
    remedy: 'Switch its restart off for the time of the move, then start the run again.',
  });
