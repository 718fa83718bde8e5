import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// A portal whose `up` was killed a moment ago needs a little while to end by itself.
const patienceMs = 8000;

/**
 * Refuses early when somebody else has the port: otherwise the first sign would be a portal that does not start.
 *
 * @throws {Error} with what to do
 */
export async function requireFreePort(address, port, variable) {
  const problem = await waitUntilFree(address, port);
  if (problem === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} on ${address} is taken by another program. Stop it, or choose another port: ${variable}=${port + 1000} npm run up`,
    );
  }
  if (problem)
    throw new Error(`Cannot listen on ${address} port ${port} (${problem}). Check GODWIT_LISTEN and ${variable}.`);
}

async function waitUntilFree(address, port) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const problem = await tryToListen(address, port);
    if (problem !== 'EADDRINUSE' || Date.now() > deadline) return problem;
    await sleep(200);
  }
}

function tryToListen(address, port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(error.code));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
