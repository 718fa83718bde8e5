import { findRuntime, requireKnownToPodman } from '@godwit/criu-driver';
import type { CommandHandlers } from '../agent-context.ts';
import { refuseSecondSource } from '../runs/refuse-second-run.ts';
import { requireCriu } from '../runs/require-criu.ts';
import type { RunRegistry } from '../runs/run-registry.ts';
import { saveRequest } from '../runs/run-store.ts';
import { asPreparation } from './build-in-scene.ts';
import { closedOptions } from './closed-options.ts';
import { requireRehearsable } from './rehearsed-bundle.ts';

/** The commands that begin a rehearsal on either side. All others are those of a move, of which none can commit or release it. */
export const createRehearsalCommands = (
  registry: RunRegistry,
): Pick<CommandHandlers, 'rehearse-source' | 'rehearse-destination'> => ({
  'rehearse-source': async (request) => {
    const paths = registry.store.require(request.runId);
    const prepared = { ...request, serviceAddress: null, listeningPorts: [], rehearsal: true as const };
    requireRehearsable(request.container);
    refuseSecondSource(registry.store, prepared);
    saveRequest(paths, 'prepare-source', prepared);
    return (await registry.requireHold(paths)).call('prepare-source', prepared);
  },
  'rehearse-destination': async (request) => {
    const paths = registry.store.require(request.runId);
    const { channelAddress: listenAddress } = registry.context;
    const criuPath = requireCriu(registry.context.criuPath);
    const restoreArguments = closedOptions(request.restoreArguments);
    requireRehearsable(request.container);
    if (request.container?.runtime === 'podman') requireMovableByPodman(restoreArguments);
    const prepared = { ...asPreparation(paths, { ...request, restoreArguments }), listenAddress, criuPath };
    saveRequest(paths, 'prepare-destination', prepared);
    return (await registry.requireHold(paths)).call('prepare-destination', prepared);
  },
});

/** What a move would ask of podman here: that it is there, and that it takes the options. */
const requireMovableByPodman = (options: readonly string[]): void => {
  findRuntime('podman');
  requireKnownToPodman(options);
};
