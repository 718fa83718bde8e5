import { createHash } from 'node:crypto';
import type { HostFacts } from '@godwit/domain/facts';
import type { AgentContext } from '../agent-context.ts';
import type { HostReader } from './host-reader.ts';
import type { Watch } from './watch-workloads.ts';

const periodMs = 15_000;

/** Sends `host.described` when something changed that a verdict rests on: kernel, CRIU, addresses, tools, limits. */
export const watchHost = (hosts: HostReader, { send, log }: Pick<AgentContext, 'send' | 'log'>): Watch => {
  let told = '';
  const look = async (always: boolean): Promise<void> => {
    const facts = await hosts.read();
    const identity = identityOf(facts);
    if (!always && identity === told) return;
    told = identity;
    await send('host.described', { facts });
  };
  const timer = setInterval(() => {
    look(false).catch((error) => log.error({ err: error }, 'The facts of this host cannot be read.'));
  }, periodMs);
  return { tellAll: () => look(true), stop: () => clearInterval(timer) };
};

const identityOf = ({ memory: _, uptimeSeconds: __, imagesDirectory, ...lasting }: HostFacts): string => {
  const folder = imagesDirectory.known ? imagesDirectory.value.path : imagesDirectory.reason;
  return createHash('sha256')
    .update(JSON.stringify([lasting, folder]))
    .digest('hex');
};
