import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import type { CarriedFiles } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { findFileRefusal, findNeverRefusal } from '../policy/allow-file.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import { listNames } from './list-names.ts';
import { listDeclaredDirectories } from './own-data-directories.ts';

/**
 * Looks, as this host sees it, whether every path may be read for a destination: files that the tree itself has open, mapped or
 * was started from, directories that the owner declared, and what lies where the policy lets files of workloads lie.
 *
 * @throws GodwitError `command-refused`
 */
export const requireOwnFiles = async ({ staged }: CarriedFiles, pids: readonly number[]): Promise<void> => {
  const { policy } = readPolicy(policyFile);
  const own = new Set([...pids.flatMap(listOwnPaths), ...(await listDeclaredDirectories(pids[0] ?? 0))]);
  for (const { path: wanted } of staged) {
    const why = findNeverRefusal(policy, wanted) ?? (own.has(wanted) ? null : findFileRefusal(policy, wanted));
    if (why !== null)
      throw new GodwitError({
        code: 'command-refused',
        message: `The workload does not use ${wanted}, and ${why}, so it is not sent.`,
        remedy: 'Make a new preflight, and look at the table of files in it.',
      });
  }
};

const listOwnPaths = (pid: number): string[] => {
  const proc = `/proc/${pid}`;
  const fds = listNames(`${proc}/fd`).map((fd) => readLink(`${proc}/fd/${fd}`));
  const cwd = readLink(`${proc}/cwd`);
  const words = readText(`${proc}/cmdline`).split('\0').filter(Boolean);
  const mapped = [...readText(`${proc}/maps`).matchAll(/ (\/[^\n]+)$/gm)].map((match) => match[1] ?? '');
  return [...fds, ...mapped, ...words.map((word) => path.resolve(cwd || '/', word)), cwd, readLink(`${proc}/exe`)];
};

const readLink = (at: string): string => {
  try {
    return readlinkSync(at);
  } catch {
    return '';
  }
};

const readText = (at: string): string => {
  try {
    return readFileSync(at, 'utf8');
  } catch {
    return '';
  }
};
