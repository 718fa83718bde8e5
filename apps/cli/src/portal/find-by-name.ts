import { GodwitError } from '@godwit/domain/errors';
import type { RouterOutputs } from '@godwit/server/router-type';
import { ask, type Portal } from './client.ts';

export type Workload = RouterOutputs['workloads']['list'][number];
export type Host = RouterOutputs['hosts']['list'][number];

const notOne = (what: string, name: string, found: string[]): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message:
      found.length === 0
        ? `The portal knows no ${what} called ${name}.`
        : `${name} could be any of ${found.length} ${what}s: ${found.slice(0, 10).join(', ')}.`,
    remedy: `Give the id, key or name of one ${what} as the portal shows it${what === 'workload' ? ', and its host with --on' : ''}.`,
  });

/** The only element that fits; the better criteria come first. Throws `not-found` when none or several fit. */
const onlyOne = <T>(all: readonly T[], criteria: readonly ((item: T) => boolean)[]): T | T[] => {
  for (const criterion of criteria) {
    const [first, ...others] = all.filter(criterion);
    if (first !== undefined) return others.length === 0 ? first : [first, ...others];
  }
  return [];
};

export const findHost = async (portal: Portal, name: string): Promise<Host> => {
  const hosts = await ask(portal.hosts.list.query());
  const found = onlyOne(hosts, [(host) => host.id === name, (host) => host.name === name]);
  if (Array.isArray(found))
    throw notOne(
      'host',
      name,
      found.map((host) => `${host.name} (${host.id})`),
    );
  return found;
};

/** A workload by id, key or name, on one host where `on` names it. */
export const findWorkload = async (portal: Portal, name: string, on?: string): Promise<Workload> => {
  const hostId = on === undefined ? undefined : (await findHost(portal, on)).id;
  const workloads = await ask(portal.workloads.list.query({ hostId }));
  const running = workloads.filter((workload) => workload.state === 'running');
  const fits = [
    (workload: Workload) => workload.id === name,
    (workload: Workload) => workload.key === name,
    (workload: Workload) => workload.name === name,
  ];
  const found = onlyOne(running, fits);
  if (Array.isArray(found))
    throw notOne(
      'workload',
      name,
      found.map((workload) => `${workload.key} on ${workload.hostName}`),
    );
  return found;
};
