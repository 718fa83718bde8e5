import { BlockList, isIPv6 } from 'node:net';
import type { Policy } from './policy.ts';

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
