import type { Workload } from '@godwit/domain/facts';
import type { AgentContext } from '../agent-context.ts';
import { listOwnWorkloads } from './list-own-workloads.ts';

const periodMs = 2500;

export interface Watch {
  /** Sends what is there now, changed or not: the server may have forgotten. */
  tellAll: () => Promise<void>;
  stop: () => void;
}

/** Sends `workloads.listed` whenever a workload came, went or was started anew. */
export const watchWorkloads = ({ send, log }: Pick<AgentContext, 'send' | 'log'>): Watch => {
  let told = '';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (always: boolean): Promise<void> => {
    const workloads = await listOwnWorkloads();
    const text = JSON.stringify(workloads.map(identityOf));
    if (!always && text === told) return;
    told = text;
    await send('workloads.listed', { workloads });
  };
  const again = async (): Promise<void> => {
    await look(false).catch((error) => log.error({ err: error }, 'The workloads of this host cannot be listed.'));
    if (!stopped) timer = setTimeout(() => void again(), periodMs);
  };
  timer = setTimeout(() => void again(), periodMs);
  return {
    tellAll: () => look(true),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};

/** Memory changes all the time and is told along with the next real change, or once it moved by an eighth. */
const identityOf = ({ rssBytes, ...identity }: Workload) => ({
  ...identity,
  memory: Math.round(Math.log2(rssBytes + 1) * 8),
});
