import { GodwitError } from '@godwit/domain/errors';
import type { ExitCode } from '../exit-codes.ts';
import { ask, openPortal } from '../portal/client.ts';
import { followRun } from '../portal/follow-run.ts';

export interface RestoreOptions {
  checkpoint: string;
  json?: boolean;
}

/** Restores a dump on the host it was made on and follows the run. */
export const restore = async (options: RestoreOptions): Promise<ExitCode> => {
  const portal = openPortal();
  const checkpoints = await ask(portal.checkpoints.list.query({}));
  const { checkpoint: name } = options;
  const found = checkpoints.find((checkpoint) => checkpoint.id === name || checkpoint.runId === name);
  if (found === undefined) {
    throw new GodwitError({
      code: 'not-found',
      message: `The portal keeps no dump ${name}.`,
      remedy: 'Take its id from the page of the workload or from the run that made it.',
    });
  }
  const { runId } = await ask(portal.runs.start.mutate({ kind: 'restore', checkpointId: found.id }));
  return followRun(portal, runId, options.json === true);
};
