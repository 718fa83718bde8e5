import type { CommandRequest, CommandType } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { allowsPeer } from './allow-peer.ts';
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

/** Throws `command-refused` when the owner of this host does not allow the command, whoever sends it. */
export const authorizeCommand = async (
  { policy, readTree }: Guard,
  type: CommandType,
  request: unknown,
): Promise<void> => {
  const verb = neededVerbs[type];
  if (verb !== null && !policy.verbs.includes(verb)) throw refused(`does not allow "${verb}"`);
  if (type === 'prepare-source') checkPeer(policy, (request as CommandRequest<'prepare-source'>).peerHost);
  if (type !== 'prepare-source' && type !== 'dump-checkpoint') return;
  checkTree(policy, await readTree((request as CommandRequest<'prepare-source' | 'dump-checkpoint'>).pid));
};

const checkPeer = (policy: Policy, peerHost: string): void => {
  if (!allowsPeer(policy, peerHost)) throw refused(`does not allow moves to ${peerHost}`);
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
