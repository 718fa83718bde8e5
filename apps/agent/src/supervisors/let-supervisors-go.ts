import path from 'node:path';
import type { HoldContext } from '../hold/hold-context.ts';
import type { Journal } from '../hold/journal.ts';
import { readRequest } from '../runs/run-store.ts';
import type { HeldSupervisor } from './held-supervisor.ts';
import { rememberAway } from './moved-away.ts';
import { settleSupervisor } from './settle-supervisor.ts';
import { awayFileOf, hostSystemd } from './systemd-unit.ts';
import { tellNote } from './tell-note.ts';

const running = new Map<Journal, Promise<void>>();

/**
 * Lets go of every supervisor that the journal says is held: as it was before, or, after the commit, without the
 * workload. One at a time for a run, however often it is asked. Never throws.
 */
export const letSupervisorsGo = (context: HoldContext): Promise<void> => {
  const { journal } = context;
  const before = running.get(journal) ?? Promise.resolve();
  const own = before.then(() => settleAll(context));
  running.set(journal, own);
  return own.finally(() => {
    if (running.get(journal) === own) running.delete(journal);
  });
};

/** Resolves when nothing is being let go any more. */
export const supervisorsSettled = async (): Promise<void> => {
  await Promise.all(running.values());
};

const settleAll = async (context: HoldContext): Promise<void> => {
  const { journal } = context;
  for (const made of journal.standing) {
    if (made.type !== 'supervisor') continue;
    const committed = journal.states.includes('committed');
    const { done, words } = await settleSupervisor(made.held, { committed, bootId: journal.bootId });
    if (done) {
      if (committed) rememberFile(context, made.held);
      journal.removed(made);
    }
    tellNote(context, { topic: 'supervisor', name: made.held.name, state: done ? 'done' : 'failed', text: words });
  }
};

/** What keeps the workload from starting here is taken away when it comes back. */
const rememberFile = ({ paths }: HoldContext, held: HeldSupervisor): void => {
  const file = held.way === 'systemd-override' ? awayFileOf(hostSystemd, held.name) : fileOf(held);
  if (file === null) return;
  const workloadKey = readRequest<{ workloadKey: string }>(paths, 'prepare-source')?.workloadKey ?? '';
  const unit = held.way === 'systemd-override' ? held.name : null;
  const stateDir = path.dirname(path.dirname(paths.dir));
  rememberAway(stateDir, paths.runId, { workloadKey, commandLine: held.commandLine, file, unit });
};

const fileOf = (held: HeldSupervisor): string | null => (held.way === 'stop-supervisord' ? held.override : null);
