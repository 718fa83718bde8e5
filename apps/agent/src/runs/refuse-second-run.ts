import type { CommandRequest } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { readJournal } from '../hold/journal.ts';
import { type RunStore, readRequest } from './run-store.ts';

const sourceOver = ['opened', 'gone', 'given-back', 'swept'];
const destinationOver = ['opened', 'released', 'discarded', 'swept'];

/** Throws `run-in-progress` when another run on this host moves the same tree: it could be frozen, or ended, by either. */
export const refuseSecondSource = (store: RunStore, request: CommandRequest<'prepare-source'>): void => {
  for (const paths of store.list('runs')) {
    const other = readRequest<CommandRequest<'prepare-source'>>(paths, 'prepare-source');
    if (!other || other.runId === request.runId || other.pid !== request.pid) continue;
    if (other.startTimeTicks !== request.startTimeTicks || sourceOver.includes(readJournal(paths).state)) continue;
    throw inProgress(`Process ${request.pid} is being moved by the run ${other.runId}`);
  }
};

/** Throws `run-in-progress` when another run brings the same address here: its rules would silence this copy as well. */
export const refuseSecondDestination = (store: RunStore, request: CommandRequest<'prepare-destination'>): void => {
  for (const paths of request.serviceAddress === null ? [] : store.list('runs')) {
    const other = readRequest<CommandRequest<'prepare-destination'>>(paths, 'prepare-destination');
    if (!other || other.runId === request.runId || other.serviceAddress !== request.serviceAddress) continue;
    if (destinationOver.includes(readJournal(paths).state)) continue;
    throw inProgress(`The address ${request.serviceAddress} is being brought here by the run ${other.runId}`);
  }
};

const inProgress = (seen: string): GodwitError =>
  new GodwitError({
    code: 'run-in-progress',
    message: `${seen}, which is not over. Two runs at once would undo each other's work.`,
    remedy: 'Wait for that run to end, or cancel it, then start again.',
  });
