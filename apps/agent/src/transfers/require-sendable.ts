import { statfsSync } from 'node:fs';
import { GodwitError } from '@godwit/domain/errors';
import { findForbidding } from '../policy/allow-workload.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import type { KeptRecord } from './kept-record.ts';

/** What is never sent as a running tree is not sent as images either. */
export const requireSendable = ({ workloadKey }: KeptRecord): void => {
  const pattern = findForbidding(readPolicy(policyFile).policy, workloadKey);
  if (pattern === null) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `The policy of this host forbids to touch ${workloadKey} (pattern "${pattern}"), so its images stay here.`,
    remedy: "Somebody with access to the host can change its agent's policy file; the portal cannot.",
  });
};

/** Left free for everything else on the disk. */
const reserveBytes = 64 << 20;

export const requireSpace = (dir: string, bytes: number): void => {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize >= bytes + reserveBytes) return;
  throw new GodwitError({
    code: 'disk-full',
    message: `The images have ${bytes} bytes, and ${bavail * bsize} are free on the disk of the agent's state directory.`,
    remedy: 'Make room there, or choose another host.',
  });
};
