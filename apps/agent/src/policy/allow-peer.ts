import { BlockList, isIPv6 } from 'node:net';
import { defaultPolicy, type Policy } from './policy.ts';

/** A relayed stream comes from, and goes to, this host itself. Who named networks has to allow the way around them. */
export const allowsRelay = ({ relay, peers }: Policy): boolean =>
  relay ?? JSON.stringify(peers) === JSON.stringify(defaultPolicy.peers);

/** Whether images may go to, or come from, this address, over the network or from the relay on loopback. */
export const allowsChannel = (policy: Policy, address: string): boolean =>
  allowsPeer(policy, address) || (loopback.test(address) && allowsRelay(policy));

const loopback = /^(::ffff:)?127\./i;

const family = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Whether images may go to, or come from, this address. An IPv4 address in IPv6 clothes counts as IPv4. */
export const allowsPeer = ({ peers }: Pick<Policy, 'peers'>, address: string): boolean => {
  const allowed = new BlockList();
  for (const network of peers) {
    const [start = '', bits] = network.split('/');
    allowed.addSubnet(start, Number(bits), family(start));
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return allowed.check(plain, family(plain));
};
