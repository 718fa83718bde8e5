import type { HostDetails } from '../facts/index.ts';
import type { FactValues } from '../rules/fact-values.ts';

/** The process that will restore a tree, and the kernel it does it on. */
export interface Restorer {
  privileges: FactValues['privileges'];
  limits: FactValues['limits'];
  features: FactValues['criu']['features'];
  details: HostDetails;
}
