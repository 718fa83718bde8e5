import type { CommandHandlers } from '../agent-context.ts';
import type { HoldCommands } from '../hold/hold-protocol.ts';
import { readJournal } from '../hold/journal.ts';
import { commandDoesNotFit } from './command-does-not-fit.ts';
import { discardWithoutHold } from './end-without-hold.ts';
import { proveCopy } from './prove-copy.ts';
import { refuseSecondDestination } from './refuse-second-run.ts';
import { requireCriu } from './require-criu.ts';
import type { RunRegistry } from './run-registry.ts';
import { readRequest, saveRequest } from './run-store.ts';

type DestinationCommand = 'prepare-destination' | 'start-restore' | 'release-copy' | 'discard-copy' | 'prove-copy';
type Prepared = HoldCommands['prepare-destination']['request'];

/** The commands of the destination's side. */
export const createDestinationCommands = (registry: RunRegistry): Pick<CommandHandlers, DestinationCommand> => {
  const pathsOf = (runId: string) => registry.store.require(runId);
  return {
    'prepare-destination': async (request) => {
      const paths = pathsOf(request.runId);
      refuseSecondDestination(registry.store, request);
      const { channelAddress: listenAddress, criuPath } = registry.context;
      const full = { ...request, listenAddress, criuPath };
      saveRequest(paths, 'prepare-destination', full);
      return (await registry.requireHold(paths)).call('prepare-destination', full);
    },
    'start-restore': async (request) => {
      const paths = pathsOf(request.runId);
      const criuPath = requireCriu(registry.context.criuPath);
      const running = await registry.findHold(paths);
      const hold = running ?? (await registry.requireHold(paths));
      const prepared = readRequest<Prepared>(paths, 'prepare-destination');
      if (!running && prepared) await hold.call('prepare-destination', { ...prepared, epoch: request.epoch });
      return hold.call('start-restore', { ...request, criuPath });
    },
    'release-copy': async (request) => {
      const paths = pathsOf(request.runId);
      const hold = await registry.findHold(paths);
      if (hold) return hold.call('release-copy', request);
      await registry.recover(paths);
      const { state } = readJournal(paths);
      if (state === 'releasing' || state === 'released') return { accepted: true };
      throw commandDoesNotFit(state);
    },
    'discard-copy': async (request) => {
      const paths = pathsOf(request.runId);
      const hold = await registry.findHold(paths);
      return hold ? hold.call('discard-copy', request) : discardWithoutHold(registry, paths, request);
    },
    'prove-copy': async ({ runId }) => proveCopy(pathsOf(runId)),
  };
};
