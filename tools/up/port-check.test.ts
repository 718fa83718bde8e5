import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { requireFreePort } from './port-check.mjs';

async function listen() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

describe('requireFreePort', { timeout: 20_000 }, () => {
  it('waits for a port that is about to become free', async () => {
    const { server, port } = await listen();
    setTimeout(() => server.close(), 500);
    await requireFreePort('127.0.0.1', port, 'PORT');
  });

  it('names the port and the way out when somebody keeps it', async () => {
    const { server, port } = await listen();
    await expect(requireFreePort('127.0.0.1', port, 'PORT')).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
    server.close();
  });

  it('says so when the address is not of this machine', async () => {
    await expect(requireFreePort('192.0.2.1', 4747, 'PORT')).rejects.toThrow('EADDRNOTAVAIL');
  });
});
