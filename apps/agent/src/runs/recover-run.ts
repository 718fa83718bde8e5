import type { RunPaths } from '../hold/run-paths.ts';
import { recoverCheckpoint } from './recover-checkpoint.ts';
import { recoverDestination } from './recover-destination.ts';
import { recoverSource } from './recover-source.ts';
import type { RunRegistry } from './run-registry.ts';
import { readRequest } from './run-store.ts';

/**
 * For a run without a hold process: looks at journal, decision and host, writes down what is really there, and finishes
 * what must be finished. A run that waits for the server's next command is left as it is.
 */
export const recoverRun = async (registry: RunRegistry, paths: RunPaths): Promise<void> => {
  const context = registry.actingContext(paths);
  try {
    const checkpoint = readRequest(paths, 'dump-checkpoint') ?? readRequest(paths, 'restore-checkpoint');
    if (checkpoint) await recoverCheckpoint(context);
    else if (context.journal.side === 'source') await recoverSource(context);
    else await recoverDestination(context);
  } finally {
    context.journal.close();
  }
};
