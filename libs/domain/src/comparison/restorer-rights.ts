import type { InetSocket, Task } from '../facts/index.ts';
import { capabilities, capabilityNames, hasCapability } from '../rules/capabilities.ts';
import type { FindingKind, Reported } from '../rules/rule.ts';
import { portHolders } from './bound-sockets.ts';
import { knownValue, numberOf } from './needed-fact.ts';
import type { Restorer } from './restorer.ts';

export type RightsKind =
  | 'no-clock-right'
  | 'capability-lacking'
  | 'no-identity-right'
  | 'ids-unmapped'
  | 'port-forbidden'
  | 'no-realtime-right';

/** What a restorer may lack, told of the place where it restores ("here", "on the destination"). */
export const rightsFindings = (where: string): Record<RightsKind, FindingKind> => ({
  'no-clock-right': {
    severity: 'blocker',
    message: `CRIU ${where} would run without CAP_SYS_TIME, and sets the clocks of each restored tree in a time namespace.`,
    noticed: 'restore',
    criuError: 'Unable to set a monotonic clock offset: Operation not permitted',
    remedies: [{ text: 'Run CRIU as root with all capabilities, or with CAP_SYS_TIME.' }],
  },
  'capability-lacking': {
    severity: 'blocker',
    message: `Process {pid} has the capabilities {missing}, which CRIU ${where} would not have and cannot give.`,
    noticed: 'restore',
    criuError: 'Unable to restore capabilities|Unable to drop capability \\d+|Operation not permitted',
    remedies: [
      { text: 'Give {missing} to whatever starts CRIU; in a container or virtual machine, ask for it there.' },
      { text: 'Start the workload without these capabilities.' },
    ],
  },
  'no-identity-right': {
    severity: 'blocker',
    message: `Process {pid} runs with user ids {uids} and group ids {gids}, and CRIU ${where} would run without CAP_SETUID and CAP_SETGID.`,
    noticed: 'restore',
    criuError: "Unable to set (real|fsuid|fsgid|group)|Can't setgroups|Unable to set real, effective and saved",
    remedies: [{ text: 'Run CRIU as root.' }],
  },
  'ids-unmapped': {
    severity: 'blocker',
    message: `Process {pid} has the user or group id {id}, which does not exist ${where}: CRIU would run in a user namespace without it.`,
    noticed: 'restore',
    criuError: "Unable to set (real|fsuid|fsgid|group)|Can't setgroups|Invalid argument",
    remedies: [{ text: 'Run CRIU outside of the user namespace, or map the id into it.' }],
  },
  'port-forbidden': {
    severity: 'blocker',
    message: `Process {pid} is bound to port {port}, and CRIU ${where} may not bind ports below {least} without CAP_NET_BIND_SERVICE.`,
    noticed: 'restore',
    criuError: "Can't bind inet socket .*Permission denied",
    remedies: [{ text: 'Run CRIU with CAP_NET_BIND_SERVICE, or lower net.ipv4.ip_unprivileged_port_start.' }],
  },
  'no-realtime-right': {
    severity: 'blocker',
    message: `Thread {tid} of process {pid} has a real-time policy, and CRIU ${where} would run without CAP_SYS_NICE.`,
    noticed: 'restore',
    criuError: "Can't set sched params",
    remedies: [{ text: 'Run CRIU as root, or with CAP_SYS_NICE.' }],
  },
});

/** Tasks that are dead are restored as such, without rights. */
const lives = ({ state }: Task): boolean => state !== 'Z' && state !== 'X';

/** Everything the restorer may not do of what these tasks and sockets need. */
export const judgeRights = (
  { tasks, inetSockets, inOwnUsers }: { tasks: Task[]; inetSockets: InetSocket[]; inOwnUsers: number[] },
  restorer: Restorer,
): Reported<RightsKind>[] => {
  // In a user namespace of its own a task has its rights from there, and CRIU gets the same on its way in.
  const living = tasks.filter((task) => lives(task) && !inOwnUsers.includes(task.pid));
  return [
    ...judgeClock(restorer),
    ...living.flatMap((task) => [...judgeCapabilities(task, restorer), ...judgeIdentity(task, restorer)]),
    ...living.flatMap((task) => judgePolicy(task, restorer)),
    ...judgePorts(inetSockets, restorer),
  ];
};

const may = ({ privileges }: Restorer, capability: number): boolean =>
  hasCapability(privileges.capEffective, capability);

const report = (kind: RightsKind, pid: number | undefined, evidence: Record<string, string>): Reported<RightsKind> =>
  pid === undefined
    ? { kind, subject: { kind: 'host' }, evidence }
    : { kind, subject: { kind: 'process', pid }, evidence: { pid: String(pid), ...evidence } };

/** CRIU puts every tree it restores into a time namespace as soon as the kernel knows them. */
const judgeClock = (restorer: Restorer): Reported<RightsKind>[] => {
  const { capEffective } = restorer.privileges;
  const unneeded = restorer.features.timens !== true || may(restorer, capabilities.sysTime);
  return unneeded ? [] : [report('no-clock-right', undefined, { capEffective })];
};

const judgeCapabilities = (
  { pid, capEffective, capabilities: sets }: Task,
  restorer: Restorer,
): Reported<RightsKind>[] => {
  const rights = knownValue(restorer.details.ownRights);
  const held = BigInt(`0x${rights?.capPermitted ?? restorer.privileges.capEffective}`);
  const last = numberOf(restorer.details.sysctls, 'kernel.cap_last_cap');
  const missing = capabilityNames(BigInt(`0x${sets?.permitted ?? capEffective}`) & ~held, last);
  return missing.length === 0 ? [] : [report('capability-lacking', pid, { missing: missing.join(', ') })];
};

const judgeIdentity = ({ pid, uids, gids, groups }: Task, restorer: Restorer): Reported<RightsKind>[] => {
  const rights = knownValue(restorer.details.ownRights);
  const exists = (ranges: [number, number][] | undefined, id: number): boolean =>
    ranges === undefined || ranges.some(([first, count]) => id >= first && id < first + count);
  const strange =
    uids.find((id) => !exists(rights?.uids, id)) ??
    [...gids, ...(groups ?? [])].find((id) => !exists(rights?.gids, id));
  if (strange !== undefined) return [report('ids-unmapped', pid, { id: String(strange) })];
  const same = uids.every((id) => id === restorer.privileges.uid);
  if (same || (may(restorer, capabilities.setUid) && may(restorer, capabilities.setGid))) return [];
  return [report('no-identity-right', pid, { uids: uids.join(' '), gids: gids.join(' ') })];
};

/** SCHED_FIFO and SCHED_RR of sched(7). */
const realtime = new Set([1, 2]);

const judgePolicy = ({ pid, threads }: Task, restorer: Restorer): Reported<RightsKind>[] => {
  const thread = threads.find(({ schedulingPolicy }) => realtime.has(schedulingPolicy ?? 0));
  return thread === undefined || may(restorer, capabilities.sysNice)
    ? []
    : [report('no-realtime-right', pid, { tid: String(thread.tid) })];
};

const judgePorts = (sockets: InetSocket[], restorer: Restorer): Reported<RightsKind>[] => {
  const least = restorer.limits.unprivilegedPortStart;
  const low = portHolders(sockets).find(({ local }) => local.port < least);
  if (low === undefined || may(restorer, capabilities.netBindService)) return [];
  return [report('port-forbidden', Math.min(...low.pids), { port: String(low.local.port), least: String(least) })];
};
