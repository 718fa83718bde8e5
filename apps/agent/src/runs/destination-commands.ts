import type { CommandHandlers } from '../agent-context.ts';
import type { HoldCommands } from '../hold/hold-protocol.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { askHold } from './ask-hold.ts';
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
      return askHold(registry, paths, { command: 'release-copy', body: request }, () => readRelease(registry, paths));
    },
    'discard-copy': async (request) => {
      const paths = pathsOf(request.runId);
      const ask = { command: 'discard-copy', body: request } as const;
      return askHold(registry, paths, ask, () => discardWithoutHold(registry, paths, request));
    },
    'prove-copy': async ({ runId }) => proveCopy(pathsOf(runId)),
  };
};

/** Whether the copy was let go, when nobody is left to be asked. */
const readRelease = async (registry: RunRegistry, paths: RunPaths): Promise<{ accepted: true }> => {
  await registry.recover(paths);
  const { state } = readJournal(paths);
  if (state === 'releasing' || state === 'released') return { accepted: true };
  throw commandDoesNotFit(state);
};
