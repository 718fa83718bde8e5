import { networkInterfaces } from 'node:os';

export interface InterfaceAddress {
  interface: string;
  address: string;
  prefixLength: number;
}

/** Addresses on the interfaces of this host that are up (getifaddrs(3)). */
export const readAddresses = (): InterfaceAddress[] =>
  Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, cidr }) => ({
      interface: name,
      address,
      prefixLength: Number(cidr?.split('/')[1] ?? 0),
    })),
  );

/** Whether this host has an address now, on the given interface or on any. */
export const hasAddress = (wanted: { interface?: string; address: string }): boolean =>
  readAddresses().some(
    (found) =>
      found.address === wanted.address && (wanted.interface === undefined || found.interface === wanted.interface),
  );
