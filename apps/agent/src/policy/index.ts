import type { CommandType } from '@godwit/agent-protocol';
import type { Logger } from 'pino';
import { listOwnWorkloads } from '../observation/list-own-workloads.ts';
import { authorizeCommand } from './authorize-command.ts';
import { readOwnTree } from './own-tree.ts';
import { policyFile, readPolicy } from './read-policy.ts';

/** Holds every command against the policy as it is on the disk at that moment, so that a change needs no restart. */
export const createGuard =
  (log: Logger) =>
  async (type: CommandType, request: unknown): Promise<void> => {
    const { policy, problem } = readPolicy(policyFile);
    if (problem !== null) log.error({ policyFile, problem }, 'The policy is not in force, so only looking is allowed.');
    await authorizeCommand({ policy, readTree: (pid) => readOwnTree(pid, listOwnWorkloads) }, type, request);
  };
