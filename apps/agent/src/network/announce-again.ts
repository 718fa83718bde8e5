import { setTimeout as sleep } from 'node:timers/promises';
import { hasAddress } from '@godwit/host-facts';
import { announce } from './announce.ts';

/** After the release: a link that is away or loses packets then must not cost the clients until their entries expire. */
const againAtMs = [250, 1000, 3000, 8000, 20_000];

/**
 * Announces the address of a released copy some more times, as long as it is on this host. It must not keep the agent from ending.
 */
export const announceAgain = async (address: string, device: string, log: (line: string) => void): Promise<void> => {
  let waitedMs = 0;
  for (const atMs of againAtMs) {
    await sleep(atMs - waitedMs, undefined, { ref: false });
    waitedMs = atMs;
    if (!hasAddress({ address, interface: device })) return;
    await announce(address, device, log);
  }
};
