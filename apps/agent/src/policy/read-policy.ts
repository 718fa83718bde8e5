import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { z } from 'zod';
import { closedPolicy, defaultPolicy, type Policy, policySchema } from './policy.ts';

/** Where the owner of a host writes what its agent may do. */
export const policyFile = '/etc/godwit/agent-policy.json';

export interface ReadPolicy {
  policy: Policy;
  /** Why the file is not in force; null when it is, or when there is none. */
  problem: string | null;
}

/**
 * Reads the policy. No file: the default. A file that is malformed, or that others than its owner or root could have written:
 * only looking is allowed until it is mended, because it would have forbidden something.
 */
export const readPolicy = (file: string): ReadPolicy => {
  try {
    const problem = whyNotTrusted(lstatSync(file));
    if (problem !== null) return { policy: closedPolicy, problem };
    return { policy: policySchema.parse(JSON.parse(readFileSync(file, 'utf8'))), problem: null };
  } catch (error) {
    if (isAbsent(error)) return { policy: defaultPolicy, problem: null };
    return { policy: closedPolicy, problem: `it cannot be understood: ${explain(error)}` };
  }
};

const groupOrOthersMayWrite = 0o022;

const whyNotTrusted = (stats: Stats): string | null => {
  if (!stats.isFile()) return 'it is no regular file';
  if (stats.uid !== 0 && stats.uid !== process.getuid?.()) return `it belongs to uid ${stats.uid}`;
  return stats.mode & groupOrOthersMayWrite ? 'others than its owner may write it' : null;
};

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const explain = (error: unknown): string => {
  if (error instanceof z.ZodError) return z.prettifyError(error).slice(0, 600);
  return error instanceof Error ? error.message : String(error);
};
