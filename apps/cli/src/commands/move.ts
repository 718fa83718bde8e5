import { GodwitError } from '@godwit/domain/errors';
import type { MoveMode } from '@godwit/domain/estimate';
import { controlsOf, longestHoldSeconds, shortestHoldSeconds } from '@godwit/domain/plan';
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
  mode?: MoveMode;
  holdSeconds?: number;
  keepCheckpoint?: true;
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

const wrong = (message: string, remedy: string): GodwitError =>
  new GodwitError({ code: 'input-invalid', message, remedy });

/** What no portal would take, said before anything is asked of it. */
const requireSensible = ({ mode, keepCheckpoint, holdSeconds = shortestHoldSeconds }: MoveOptions): void => {
  if (mode !== undefined && mode !== 'stop-and-copy' && keepCheckpoint)
    throw wrong(
      mode === 'post-copy'
        ? 'A post-copy writes no images of the memory, so no checkpoint can be kept on the source.'
        : 'The images of a pre-copy lie in several rounds, which no kept checkpoint knows, so none can be kept on the source.',
      'Leave --keep-checkpoint out, or choose --mode stop-and-copy.',
    );
  if (holdSeconds < shortestHoldSeconds || holdSeconds > longestHoldSeconds)
    throw wrong(
      `A hold of ${holdSeconds} seconds is not possible: it is ${shortestHoldSeconds} to ${longestHoldSeconds} seconds long.`,
      'Choose another --hold-seconds, or leave it out: then it is chosen from the size.',
    );
};

/** Judges a workload against a destination, moves it when nothing is in the way, and follows the run. */
export const move = async (options: MoveOptions): Promise<ExitCode> => {
  requireSensible(options);
  const portal = openPortal();
  const json = options.json === true;
  const workload = await findWorkload(portal, options.workload, options.on);
  const destination = await findHost(portal, options.to);
  const staging = stagingOf(options);
  const question = { workloadId: workload.id, purpose: 'move', destinationHostId: destination.id, staging } as const;
  const preflight = await ask(portal.preflights.start.mutate(question));
  if (!json) printLines(verdictLines(preflight.verdict, preflight.workload.rootPid));
  if (!preflight.movable) return refuse(preflight);
  const { holdSeconds } = options;
  const chosen = { ...controlsOf(options), ...(holdSeconds === undefined ? {} : { holdSeconds }) };
  const { runId } = await ask(portal.runs.start.mutate({ kind: 'move', preflightId: preflight.id, ...chosen }));
  return followRun(portal, runId, json);
};
