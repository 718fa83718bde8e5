import type { CopyDecision } from '@godwit/domain/checkpoints';
import { GodwitError } from '@godwit/domain/errors';
import { limitBandwidth } from '@godwit/domain/estimate';
import { keepsCheckpoint, type MoveControls, planDump, planMove } from '@godwit/domain/plan';
import {
  findCheckpoint,
  findHost,
  findPreflight,
  findRun,
  findWorkload,
  findWorkloadByKey,
} from '@godwit/history-store';
import { refreshWorkloads } from '../agent-gateway/refresh-workloads.ts';
import type { ServerParts } from '../parts.ts';
import { mayRestoreKept } from '../policies/may-restore.ts';
import { hostAway, whyNotMove } from '../policies/may-start-run.ts';
import type { Caller } from '../procedures/context.ts';
import { readChosenEstimate } from '../queries/read-chosen-estimate.ts';
import { readCopyState } from '../queries/read-copy-state.ts';
import { findRivalRun } from './find-rival-run.ts';
import { checkpointRemoved, required } from './not-found.ts';
import { takePreflight } from './run-preflight.ts';
import type { RunOrder } from './start-run.ts';

type Parts = Pick<ServerParts, 'store' | 'agents' | 'now'>;

export interface MoveWish {
  preflightId: string;
  /** Chosen from the size when undefined. */
  holdSeconds: number | undefined;
  controls: MoveControls;
  caller: Caller;
}

/** A move as its preflight judged it. Throws the reason why it may not start. */
export const orderMove = async (
  { store, agents, now }: Parts,
  { preflightId, holdSeconds, controls, caller }: MoveWish,
): Promise<RunOrder> => {
  const { database } = store;
  if (controls.keepCheckpoint && !keepsCheckpoint(controls)) throw cannotKeep(controls);
  const preflight = required(await findPreflight(database, preflightId), 'preflight');
  const workload = required(await findWorkload(database, preflight.workloadId), 'workload');
  const source = required(await findHost(database, preflight.sourceHostId), 'host');
  const destination =
    preflight.destinationHostId === null ? null : await findHost(database, preflight.destinationHostId);
  const { options } = preflight.verdict;
  const plan = planMove({
    source: preflight.source,
    options,
    workload,
    controls,
    files: preflight.verdict.filePlan,
    ...(holdSeconds === undefined ? {} : { holdSeconds }),
  });
  const connected = ({ id, name }: { id: string; name: string }) => ({ name, connected: agents.isConnected(id) });
  const refusal = whyNotMove({
    verdict: preflight.verdict.verdict,
    purpose: preflight.verdict.for,
    workloadName: workload.name,
    ageMs: now().getTime() - preflight.createdAt.getTime(),
    source: connected(source),
    destination: destination === null ? null : connected(destination),
    activeRun: await findRivalRun(database, { hostId: source.id, workloadKey: workload.key, taskPids: plan.taskPids }),
  });
  if (refusal !== null) throw new GodwitError(refusal);
  const estimate = await readChosenEstimate(database, preflight, controls.mode);
  return {
    plan: {
      ...plan,
      ...(estimate && { estimate: limitBandwidth(estimate, controls.bandwidthBytesPerSecond, controls.mode) }),
    },
    workload,
    source,
    destination,
    preflightId,
    checkpointId: null,
    caller,
  };
};

const cannotKeep = ({ mode }: MoveControls): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `A move by ${mode} leaves no full checkpoint on the source: its memory lies in no single set of images there.`,
    remedy: 'Leave the checkpoint out, or choose stop-and-copy.',
  });

interface DumpWish {
  workloadId: string;
  leaveRunning: boolean;
  encrypt: boolean | undefined;
  caller: Caller;
}

/** A dump of a workload as it is now, judged and the verdict kept. Throws `verdict-blocked` when CRIU would refuse it. */
export const orderDump = async (
  parts: Parts,
  { workloadId, leaveRunning, encrypt, caller }: DumpWish,
): Promise<RunOrder> => {
  const workload = required(await findWorkload(parts.store.database, workloadId), 'workload');
  const purpose = leaveRunning ? ('dump' as const) : ('here' as const);
  const { id: preflightId, judged } = await takePreflight(parts, {
    workload,
    purpose,
    destinationHostId: null,
    caller,
  });
  if (judged.verdict.verdict === 'blocked') throw dumpBlocked(workload.name);
  const plan = planDump({ source: judged.source, options: judged.verdict.options, workload, encrypt, leaveRunning });
  const source = { id: workload.hostId, name: workload.host.name };
  return { plan, workload, source, destination: null, preflightId, checkpointId: null, caller };
};

interface RestoreWish {
  checkpointId: string;
  /** Of a checkpoint that a move kept, when nobody says whether its copy runs. */
  copyDecision?: CopyDecision | undefined;
  caller: Caller;
}

/** A restore of a checkpoint on the host it lies on. */
export const orderRestore = async (
  parts: Parts,
  { checkpointId, copyDecision, caller }: RestoreWish,
): Promise<RunOrder> => {
  const { store, agents } = parts;
  const checkpoint = required(await findCheckpoint(store.database, checkpointId), 'checkpoint');
  if (checkpoint.removedAt !== null) throw checkpointRemoved();
  const host = required(await findHost(store.database, checkpoint.hostId), 'host');
  if (!agents.isConnected(host.id)) throw new GodwitError(hostAway(host.name));
  const { workloadId, workloadKey, workloadName, options } = checkpoint;
  if (await isRunning(parts, host.id, workloadKey)) throw stillRunning(workloadName, host.name);
  const workload = { id: workloadId, key: workloadKey, name: workloadName };
  const copy = await readCopyState(parts, checkpoint);
  const basis = copy && mayRestoreKept({ copy, workloadName, decision: copyDecision, role: caller.role });
  if (basis !== null && typeof basis === 'object') throw new GodwitError(basis);
  const plan = {
    kind: 'restore' as const,
    checkpointId,
    workloadKey,
    workloadName,
    taskPids: [],
    options,
    ...(basis && { copyBasis: basis }),
  };
  // What the dump was judged by speaks of its restore too.
  const preflightId = (await findRun(store.database, checkpoint.runId))?.preflightId ?? null;
  return { plan, workload, source: host, destination: null, preflightId, checkpointId, caller };
};

/** Nothing is refused because of a list that is some seconds old: the host is asked before it is believed. */
const isRunning = async (parts: Parts, hostId: string, key: string): Promise<boolean> => {
  const look = async () => (await findWorkloadByKey(parts.store.database, hostId, key))?.state === 'running';
  if (!(await look())) return false;
  await refreshWorkloads(parts, hostId);
  return look();
};

const dumpBlocked = (name: string): GodwitError =>
  new GodwitError({
    code: 'verdict-blocked',
    message: `CRIU cannot dump ${name} as it is.`,
    remedy: 'Run a preflight for this host: it names every blocker and what to do about it.',
  });

const stillRunning = (name: string, host: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${name} runs on ${host}: a restore would need the process ids that it has.`,
    remedy: 'End it first, or dump it without leaving it running.',
  });
