import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { GodwitError } from '@godwit/domain/errors';

/**
 * The address of the interface that routes to the server: the other hosts are taken to be on that side too. Connecting a
 * UDP socket makes the kernel choose the route and sends nothing, so the server need not run.
 *
 * @throws GodwitError `host-lost` when there is no route
 */
export const findRoutedAddress = async (server: string): Promise<string> => {
  const { hostname, port } = new URL(server);
  try {
    const { address, family } = await lookup(hostname);
    return await localAddressTowards(address, Number(port || 443), family === 6 ? 'udp6' : 'udp4');
  } catch (cause) {
    throw noRoute(server, cause);
  }
};

const localAddressTowards = (address: string, port: number, type: 'udp4' | 'udp6'): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createSocket(type);
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.connect(port, address, () => {
      const local = socket.address().address;
      socket.close();
      resolve(local);
    });
  });

const noRoute = (server: string, cause: unknown): GodwitError =>
  new GodwitError(
    {
      code: 'host-lost',
      message: `It is not known on which address other hosts reach this one: there is no route to ${server} (${String(cause)}).`,
      remedy: 'Name the address with --address.',
    },
    { cause },
  );
