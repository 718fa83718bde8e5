import type { CommandRequest, CommandType } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { allowsChannel, allowsRelay } from './allow-peer.ts';
import { findForbidding } from './allow-workload.ts';
import { neededVerbs } from './needed-verbs.ts';
import type { Policy } from './policy.ts';

/** What is true of a tree that a command names: read on this host, never taken from the command. */
export interface OwnedTree {
  uids: number[];
  workloadKeys: string[];
}

export interface Guard {
  policy: Policy;
  /** Reads the tree below a process. */
  readTree: (pid: number) => Promise<OwnedTree>;
}

type TreeCommand = 'prepare-source' | 'rehearse-source' | 'dump-checkpoint';

const namesTree = (type: CommandType): type is TreeCommand =>
  type === 'prepare-source' || type === 'rehearse-source' || type === 'dump-checkpoint';

/** Throws `command-refused` when the owner of this host does not allow the command, whoever sends it. */
export const authorizeCommand = async (
  { policy, readTree }: Guard,
  type: CommandType,
  request: unknown,
): Promise<void> => {
  const verb = neededVerbs[type];
  if (verb !== null && !policy.verbs.includes(verb)) throw refused(`does not allow "${verb}"`);
  if (type === 'prepare-source' || type === 'rehearse-source' || type === 'send-checkpoint')
    checkPeer(policy, (request as CommandRequest<'prepare-source' | 'rehearse-source' | 'send-checkpoint'>).peerHost);
  if (type === 'open-relay' && !allowsRelay(policy)) throw refused('does not allow to relay through the server');
  if (type === 'start-dump') checkHold(policy, request as CommandRequest<'start-dump'>);
  if (!namesTree(type)) return;
  checkTree(policy, await readTree((request as CommandRequest<TreeCommand>).pid));
};

const checkPeer = (policy: Policy, peerHost: string): void => {
  if (!allowsChannel(policy, peerHost)) throw refused(`does not allow moves to ${peerHost}`);
};

/** Asked before anything stands still. */
const checkHold = ({ maximumHoldSeconds }: Policy, { holdSeconds }: CommandRequest<'start-dump'>): void => {
  if (holdSeconds > maximumHoldSeconds)
    throw refused(`allows a hold of ${maximumHoldSeconds} s at most, and the plan asks for ${holdSeconds} s`);
};

const checkTree = (policy: Policy, { uids, workloadKeys }: OwnedTree): void => {
  const { uids: allowed } = policy;
  const foreign = allowed === 'any' ? undefined : uids.find((uid) => !allowed.includes(uid));
  if (foreign !== undefined) throw refused(`does not allow to touch processes of uid ${foreign}`);
  for (const key of workloadKeys) {
    const pattern = findForbidding(policy, key);
    if (pattern !== null) throw refused(`forbids to touch ${key} (pattern "${pattern}")`);
  }
};

const refused = (why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The policy of this host ${why}, so nothing was done.`,
    remedy: "Somebody with access to the host can change its agent's policy file; the portal cannot.",
  });
