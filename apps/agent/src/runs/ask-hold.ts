import type { HoldCommandName, HoldCommands } from '../hold/hold-protocol.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import type { RunRegistry } from './run-registry.ts';

/**
 * Asks the hold process of a run. Where there is none, or it dies while it is asked, the journal and the decision on disk say
 * what is true, and `without` goes on from them.
 */
export const askHold = async <T extends HoldCommandName, R>(
  registry: RunRegistry,
  paths: RunPaths,
  { command, body }: { command: T; body: HoldCommands[T]['request'] },
  without: () => Promise<R>,
): Promise<HoldCommands[T]['result'] | R> => {
  const hold = await registry.findHold(paths);
  if (!hold) return without();
  try {
    return await hold.call(command, body);
  } catch (error) {
    if (!hold.isClosed) throw error;
    return without();
  }
};
