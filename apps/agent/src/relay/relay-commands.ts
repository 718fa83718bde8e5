import { GodwitError } from '@godwit/domain/errors';
import type { CommandHandlers } from '../agent-context.ts';
import type { HoldCommands } from '../hold/hold-protocol.ts';
import type { RunRegistry } from '../runs/run-registry.ts';
import { readRequest } from '../runs/run-store.ts';
import type { OpenTransfers } from '../transfers/open-transfers.ts';

type Prepared = HoldCommands['prepare-destination']['request'];

/** Opens the way through the server for a run of this host. Where it leads is what this host itself knows, never what a command says. */
export const createRelayCommands = (
  registry: RunRegistry,
  transfers: OpenTransfers,
): Pick<CommandHandlers, 'open-relay'> => ({
  'open-relay': async ({ runId, side }) => {
    const { relays } = registry.context;
    if (!relays) throw noRelay('This agent has no line to a server that could relay.');
    // A checkpoint on its way is no run of a hold process.
    if (!transfers.has(runId)) registry.store.require(runId);
    if (side === 'source') return relays.openEntry(runId);
    const target = (await transfers.listensOn(runId)) ?? (await findChannel(registry, runId));
    relays.openExit(runId, target);
    return target;
  },
});

const findChannel = async (registry: RunRegistry, runId: string): Promise<{ host: string; port: number }> => {
  const paths = registry.store.require(runId);
  const hold = await registry.findHold(paths);
  const prepared = readRequest<Prepared>(paths, 'prepare-destination');
  if (!hold || !prepared) throw noRelay('This run does not listen for anybody here.');
  return hold.call('prepare-destination', prepared);
};

const noRelay = (message: string): GodwitError =>
  new GodwitError({ code: 'command-refused', message, remedy: 'Look at the run in the portal for where it stands.' });
