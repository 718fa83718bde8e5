import { policyFile, readPolicy } from './read-policy.ts';

/** Whether the policy, as it is now, lets a run change this setting of the kernel while it lasts. */
export const maySetSysctl = (name: string): boolean =>
  readPolicy(policyFile).policy.sysctls.some((allowed) => allowed === name);
