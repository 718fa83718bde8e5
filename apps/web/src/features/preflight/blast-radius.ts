import { countOf, formatBytes } from '@godwit/ui';
import type { PreflightDetail } from '../../api/types.ts';

type Seen = Pick<PreflightDetail, 'estimate' | 'purpose' | 'destination' | 'source'>;

const memory = (bytes: number | null) => (bytes === null ? '' : ` and ${formatBytes(bytes)} of memory`);

const clients = (connections: number) =>
  connections === 0 ? 'It has no open connections.' : `${countOf(connections, 'open connection')} will wait meanwhile.`;

/** What will happen, in sentences: what freezes, who waits, and when something is ended. */
export const whatWillHappen = ({ estimate, purpose, destination, source }: Seen): string[] => {
  const freezes = `Freezes ${countOf(estimate.processes, 'process', 'processes')}${memory(estimate.memoryBytes)} on ${source.name}.`;
  if (purpose === 'move')
    return [
      freezes,
      clients(estimate.connections),
      `Nothing is ended on ${source.name} before the copy stands complete on ${destination?.name ?? 'the destination'}. Until the commit everything can be given back.`,
    ];
  return [freezes, clients(estimate.connections), 'The processes go on afterwards unless you choose otherwise.'];
};
