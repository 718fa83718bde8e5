import { requireSuccess } from '../program/require-success.ts';
import { runProgram } from '../program/run-program.ts';

export interface HeldAddress {
  address: string;
  device: string;
}

const lengthOf = (address: string): number => (address.includes(':') ? 128 : 32);
const remedy = 'Check that iproute2 is installed and that the agent may change addresses (CAP_NET_ADMIN).';

/** The device that holds an address; null when this host does not have it. */
export const findHolder = async (address: string): Promise<string | null> => {
  const text = await requireSuccess(['ip', '-json', 'address', 'show'], { purpose: 'list addresses', remedy });
  const links = JSON.parse(text) as { ifname: string; addr_info?: { local?: string }[] }[];
  return links.find((link) => link.addr_info?.some((one) => one.local === address))?.ifname ?? null;
};

/** The device over which neighbours with this address would be reached: the one that should take it. */
export const findDeviceFor = async (address: string): Promise<string> => {
  const text = await requireSuccess(['ip', '-json', 'route', 'get', address], {
    purpose: `find the interface for the service address ${address}`,
    remedy: 'Give this host a route to the network of the service address.',
  });
  const [route] = JSON.parse(text) as { dev?: string }[];
  return route?.dev ?? 'lo';
};

/** Gives this host an address, without announcing it. Idempotent. */
export const addAddress = async ({ address, device }: HeldAddress): Promise<void> => {
  const quiet = address.includes(':') ? ['nodad'] : [];
  await requireSuccess(['ip', 'address', 'replace', `${address}/${lengthOf(address)}`, 'dev', device, ...quiet], {
    purpose: `give this host the service address ${address}`,
    remedy,
  });
};

/** Takes an address from a device, whatever its prefix length. @returns false when the device does not have it */
export const removeAddress = async ({ address, device }: HeldAddress): Promise<boolean> => {
  // The way it was added, in nearly all cases; only otherwise it is looked for.
  const usual = await runProgram(['ip', 'address', 'delete', `${address}/${lengthOf(address)}`, 'dev', device]);
  if (usual.code === 0) return true;
  const prefix = await findPrefix(address, device);
  if (prefix === null) return false;
  const { code } = await runProgram(['ip', 'address', 'delete', `${address}/${prefix}`, 'dev', device]);
  return code === 0;
};

const findPrefix = async (address: string, device: string): Promise<number | null> => {
  const { code, stdout } = await runProgram(['ip', '-json', 'address', 'show', 'dev', device]);
  if (code !== 0) return null;
  const [link] = JSON.parse(stdout) as { addr_info?: { local?: string; prefixlen?: number }[] }[];
  return link?.addr_info?.find((one) => one.local === address)?.prefixlen ?? null;
};
