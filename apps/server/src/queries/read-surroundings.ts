import { toErrorReport } from '@godwit/domain/errors';
import { hookStageTexts, type Side } from '@godwit/domain/run';
import { findPreflight, findWorkload, type PreflightRecord } from '@godwit/history-store';
import { required } from '../commands/not-found.ts';
import type { ServerParts } from '../parts.ts';
import type { Surroundings } from '../procedures/preflights/surroundings.schema.ts';
import { readHostNames } from './host-names.ts';

type Parts = Pick<ServerParts, 'store' | 'agents'>;
type AskedHost = Surroundings['hosts'][number];

const answerMs = 5000;

/** Who is held for a move, as its preflight saw it, and what the owners of both hosts have run with it, asked just now. */
export const readSurroundings = async ({ store, agents }: Parts, preflightId: string): Promise<Surroundings> => {
  const preflight = required(await findPreflight(store.database, preflightId), 'preflight');
  const workload = required(await findWorkload(store.database, preflight.workloadId), 'workload');
  const hostName = await readHostNames(store.database);
  const ask = async (side: Side, hostId: string): Promise<AskedHost> => {
    const pid = side === 'source' ? preflight.source.tree?.rootPid : undefined;
    const request = { workloadKey: workload.key, ...(pid !== undefined && { pid }) };
    const asked = { side, host: hostName(hostId) };
    try {
      const { hooks, health } = await agents.call(hostId, 'list-stage-hooks', request, { timeoutMs: answerMs });
      const own = hooks.filter(({ stage }) => hookStageTexts[stage].side === side);
      return { ...asked, hooks: own, health: side === 'destination' ? health : [], unknown: null };
    } catch (error) {
      return { ...asked, hooks: [], health: [], unknown: toErrorReport(error).message };
    }
  };
  const { sourceHostId, destinationHostId } = preflight;
  const hosts = [ask('source', sourceHostId)];
  if (destinationHostId !== null) hosts.push(ask('destination', destinationHostId));
  return { supervisors: supervisorsOf(preflight), hosts: await Promise.all(hosts) };
};

const supervisorsOf = ({ source }: PreflightRecord): Surroundings['supervisors'] => {
  const found = source.tree?.supervisors;
  if (!found?.known) return [];
  return found.value.map(({ name, hold, evidence }) => ({
    name,
    held: hold !== undefined && hold.way !== null,
    words: hold?.words ?? evidence,
  }));
};
