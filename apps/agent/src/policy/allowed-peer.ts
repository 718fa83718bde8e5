import { allowsChannel } from './allow-peer.ts';
import { policyFile, readPolicy } from './read-policy.ts';

/** Whether the policy, as it is now, lets images come from this address. An address that is not known is not allowed. */
export const isAllowedPeer = (address: string): boolean =>
  address !== '' && allowsChannel(readPolicy(policyFile).policy, address);
