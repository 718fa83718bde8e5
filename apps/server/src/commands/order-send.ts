import { GodwitError } from '@godwit/domain/errors';
import { findCheckpoint, findHost, findRun } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import { hostAway } from '../policies/may-start-run.ts';
import type { Caller } from '../procedures/context.ts';
import { checkpointRemoved, required } from './not-found.ts';
import type { RunOrder } from './start-run.ts';

type Parts = Pick<ServerParts, 'store' | 'agents'>;

interface SendWish {
  checkpointId: string;
  destinationHostId: string;
  bandwidthBytesPerSecond?: number | undefined;
  caller: Caller;
}

/** A kept checkpoint to another host, where it becomes a checkpoint of its own. */
export const orderSend = async ({ store, agents }: Parts, wish: SendWish): Promise<RunOrder> => {
  const { database } = store;
  const { checkpointId, destinationHostId, bandwidthBytesPerSecond, caller } = wish;
  const checkpoint = required(await findCheckpoint(database, checkpointId), 'checkpoint');
  if (checkpoint.removedAt !== null) throw checkpointRemoved();
  const source = required(await findHost(database, checkpoint.hostId), 'host');
  const destination = required(await findHost(database, destinationHostId), 'host');
  if (source.id === destination.id) throw liesThere(source.name);
  const away = [source, destination].find(({ id }) => !agents.isConnected(id));
  if (away !== undefined) throw new GodwitError(hostAway(away.name));
  const { workloadId, workloadKey, workloadName, options } = checkpoint;
  const limit = bandwidthBytesPerSecond === undefined ? {} : { bandwidthBytesPerSecond };
  const plan = { kind: 'send' as const, checkpointId, workloadKey, workloadName, taskPids: [], options, ...limit };
  const workload = { id: workloadId, key: workloadKey, name: workloadName };
  const preflightId = (await findRun(database, checkpoint.runId))?.preflightId ?? null;
  return { plan, workload, source, destination, preflightId, checkpointId, caller };
};

const liesThere = (name: string): GodwitError =>
  new GodwitError({
    code: 'destination-is-source',
    message: `The checkpoint lies on ${name} already.`,
    remedy: 'Restore it there, or choose another host.',
  });
