import { GodwitError } from '@godwit/domain/errors';
import { rehearsalLimit } from '@godwit/domain/rehearsal';
import type { ExitCode } from '../exit-codes.ts';
import { ask, openPortal } from '../portal/client.ts';
import { findHost, findWorkload } from '../portal/find-by-name.ts';
import { followRun } from '../portal/follow-run.ts';
import { printLines } from '../reporters/text.ts';
import { verdictLines } from '../reporters/text-verdict.ts';
import type { MoveOptions } from './move.ts';

/** Judges a workload against a destination, rehearses its move whatever the verdict, and follows the run. */
export const rehearse = async (options: MoveOptions): Promise<ExitCode> => {
  const portal = openPortal();
  const json = options.json === true;
  const workload = await findWorkload(portal, options.workload, options.on);
  const destination = await findHost(portal, options.to);
  const question = { workloadId: workload.id, purpose: 'move', destinationHostId: destination.id } as const;
  const preflight = await ask(portal.preflights.start.mutate(question));
  if (!json) printLines([...verdictLines(preflight.verdict, preflight.workload.rootPid), '', rehearsalLimit]);
  if (preflight.notRehearsableReason !== null)
    throw new GodwitError({
      code: 'command-refused',
      message: `The move of ${workload.name} to ${destination.name} is not rehearsed: ${preflight.notRehearsableReason}`,
      remedy: 'Read the verdict of the preflight instead, or move without a rehearsal.',
    });
  const { runId } = await ask(portal.runs.start.mutate({ kind: 'rehearsal', preflightId: preflight.id }));
  return followRun(portal, runId, json);
};
