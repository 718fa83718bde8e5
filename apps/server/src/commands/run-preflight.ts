import { randomUUID } from 'node:crypto';
import { GodwitError } from '@godwit/domain/errors';
import type { StagingWish } from '@godwit/domain/file-plan';
import type { Purpose } from '@godwit/domain/verdict';
import {
  findHost,
  findWorkload,
  recordAudit,
  type Store,
  storePreflight,
  type WorkloadWithHost,
} from '@godwit/history-store';
import type { AgentLink } from '../agent-gateway/agent-link.ts';
import type { Caller } from '../procedures/context.ts';
import { asActor, callerName } from './actor.ts';
import { type JudgedTree, judgeTree } from './judge-tree.ts';
import { required } from './not-found.ts';

interface PreflightParts {
  store: Store;
  agents: AgentLink;
  now: () => Date;
}

export interface PreflightRequest {
  workloadId: string;
  purpose: Purpose;
  destinationHostId: string | undefined;
  /** What the person said about the files of a move. */
  staging?: Omit<StagingWish, 'by'>;
  caller: Caller;
}

/** Judges a workload as it is now and stores the verdict with what it rests on. Gives the preflight's id. */
export const runPreflight = async (
  { store, agents, now }: PreflightParts,
  request: PreflightRequest,
): Promise<string> => {
  const { purpose, caller } = request;
  const workload = required(await findWorkload(store.database, request.workloadId), 'workload');
  refuseGone(workload);
  const destinationHostId =
    purpose === 'move' ? await findDestination(store, workload, request.destinationHostId) : null;
  const taken = await takePreflight(
    { store, agents, now },
    {
      workload,
      purpose,
      destinationHostId,
      staging: request.staging,
      caller,
    },
  );
  return taken.id;
};

interface PreflightWish {
  workload: WorkloadWithHost;
  purpose: Purpose;
  destinationHostId: string | null;
  staging?: Omit<StagingWish, 'by'> | undefined;
  caller: Caller;
}

/** Judges a tree that runs and keeps the verdict. */
export const takePreflight = async (
  { store, agents, now }: PreflightParts,
  { workload, purpose, destinationHostId, staging, caller }: PreflightWish,
): Promise<{ id: string; judged: JudgedTree }> => {
  const judged = await judgeTree(agents, {
    sourceHostId: workload.hostId,
    destinationHostId,
    purpose,
    pid: workload.rootPid,
    startTimeTicks: workload.startTimeTicks,
    serviceAddress: workload.serviceAddress,
    ...(staging && { staging: { ...staging, by: callerName(caller) } }),
  });
  const id = randomUUID();
  await store.inTransaction(async (database) => {
    await storePreflight(database, {
      ...judged,
      id,
      createdAt: now(),
      workload,
      sourceHostId: workload.hostId,
      destinationHostId,
      createdBy: callerName(caller),
    });
    const detail = { preflightId: id, purpose, verdict: judged.verdict.verdict };
    await recordAudit(database, { ...asActor(caller), action: 'preflight.taken', object: workload.name, detail });
    const agreed = staging && describeWish(staging);
    if (agreed)
      await recordAudit(database, {
        ...asActor(caller),
        action: 'files.agreed',
        object: workload.name,
        detail: { preflightId: id, ...agreed },
      });
  });
  return { id, judged };
};

/** What a person agreed to about files, in words; null when it was nothing. */
const describeWish = (wish: Omit<StagingWish, 'by'>): Record<string, string> | null => {
  const said = {
    'data directories': wish.directories,
    brought: wish.approved,
    replaced: wish.replace,
    'stay behind': wish.excluded,
  };
  const lines = Object.entries(said).filter(([, paths]) => paths.length > 0);
  return lines.length === 0
    ? null
    : Object.fromEntries(lines.map(([what, paths]) => [what, paths.join(', ').slice(0, 4000)]));
};

const refuseGone = ({ state, name, host }: WorkloadWithHost): void => {
  if (state === 'running') return;
  throw new GodwitError({
    code: 'no-such-process',
    message: `${name} no longer runs on ${host.name}, so there is nothing to judge.`,
    remedy: 'Start it again, or look for it on another host.',
  });
};

const findDestination = async (
  store: Store,
  workload: WorkloadWithHost,
  hostId: string | undefined,
): Promise<string> => {
  if (hostId === undefined) throw destinationMissing();
  if (hostId === workload.hostId) throw destinationIsSource(workload.host.name);
  const host = required(await findHost(store.database, hostId), 'host');
  return host.id;
};

const destinationMissing = (): GodwitError =>
  new GodwitError({
    code: 'destination-missing',
    message: 'A move was asked for without a destination, and most of what stops a move is seen only there.',
    remedy: 'Choose a destination host.',
  });

const destinationIsSource = (name: string): GodwitError =>
  new GodwitError({
    code: 'destination-is-source',
    message: `The workload is on ${name} already, so it cannot be moved there.`,
    remedy: 'Choose another host.',
  });
