import { GodwitError } from '@godwit/domain/errors';
import type { RouterOutputs } from '@godwit/server/router-type';
import type { ExitCode } from '../exit-codes.ts';
import { ask, openPortal } from '../portal/client.ts';
import { findHost, findWorkload } from '../portal/find-by-name.ts';
import { followRun } from '../portal/follow-run.ts';
import { printLines } from '../reporters/text.ts';
import { verdictLines } from '../reporters/text-verdict.ts';

export interface MoveOptions {
  workload: string;
  to: string;
  on?: string;
  dataDirectory?: string[];
  bring?: string[];
  replace?: string[];
  leaveBehind?: string[];
  json?: boolean;
}

type Preflight = RouterOutputs['preflights']['start'];

const refuse = ({ notMovableReason, source, destination }: Preflight): never => {
  throw new GodwitError({
    code: 'verdict-blocked',
    message: `The workload cannot move from ${source.name} to ${destination?.name ?? 'there'}: ${notMovableReason ?? 'the preflight does not allow it'}.`,
    remedy: 'Mend what the findings name and try again.',
  });
};

const stagingOf = ({ dataDirectory = [], bring = [], replace = [], leaveBehind = [] }: MoveOptions) => ({
  directories: dataDirectory,
  approved: bring,
  replace,
  excluded: leaveBehind,
});

/** Judges a workload against a destination, moves it when nothing is in the way, and follows the run. */
export const move = async (options: MoveOptions): Promise<ExitCode> => {
  const portal = openPortal();
  const json = options.json === true;
  const workload = await findWorkload(portal, options.workload, options.on);
  const destination = await findHost(portal, options.to);
  const staging = stagingOf(options);
  const question = { workloadId: workload.id, purpose: 'move', destinationHostId: destination.id, staging } as const;
  const preflight = await ask(portal.preflights.start.mutate(question));
  if (!json) printLines(verdictLines(preflight.verdict, preflight.workload.rootPid));
  if (!preflight.movable) return refuse(preflight);
  const { runId } = await ask(portal.runs.start.mutate({ kind: 'move', preflightId: preflight.id }));
  return followRun(portal, runId, json);
};
