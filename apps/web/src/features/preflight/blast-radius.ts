import type { MoveMode } from '@godwit/domain/estimate';
import { type FilePlan, stagedRoots } from '@godwit/domain/file-plan';
import { countOf, formatBytes } from '@godwit/ui';
import type { PreflightDetail } from '../../api/types.ts';

type Seen = Pick<PreflightDetail, 'estimate' | 'purpose' | 'destination' | 'source' | 'container'> & {
  verdict?: Pick<PreflightDetail['verdict'], 'filePlan'>;
};

const aheadOf = (bytes: number | null) => (bytes === null ? 'Its memory' : `${formatBytes(bytes)} of memory`);

const memory = (bytes: number | null) => (bytes === null ? '' : ` and ${formatBytes(bytes)} of memory`);

const clients = (connections: number) =>
  connections === 0 ? 'It has no open connections.' : `${countOf(connections, 'open connection')} will wait meanwhile.`;

const sayContainer = ({ runtime, rootBytes }: NonNullable<Seen['container']>): string =>
  `Its files${rootBytes === null ? '' : ` (${formatBytes(rootBytes)})`} are copied while it runs, and what changed once more while it stands still. ${runtime} makes the container there under its name; here ${runtime} forgets it.`;

const sayFiles = (plan: FilePlan | undefined): string[] => {
  const staged = plan ? stagedRoots(plan) : [];
  if (plan === undefined || staged.length === 0) return [];
  const replaced = staged.filter(({ replace }) => replace).length;
  const over = replaced === 0 ? '' : ` ${countOf(replaced, 'thing')} there will be replaced, as was agreed.`;
  return [
    `Copies ${countOf(staged.length, 'path')} (${formatBytes(plan.stagedBytes)}) ahead, and what changed once more while it stands still; here they stay as they are.${over}`,
  ];
};

/** What will happen, in sentences: what freezes, who waits, and when something is ended. */
export const whatWillHappen = (
  { estimate, purpose, destination, source, container, verdict }: Seen,
  mode: MoveMode = 'stop-and-copy',
): string[] => {
  const there = destination?.name ?? 'the destination';
  const processes = countOf(estimate.processes, 'process', 'processes');
  const freezes =
    mode === 'pre-copy'
      ? `${aheadOf(estimate.memoryBytes)} is copied ahead in rounds while it runs, each of which stops it for a moment. Then freezes ${processes} on ${source.name} for what changed since.`
      : `Freezes ${processes}${memory(estimate.memoryBytes)} on ${source.name}.`;
  if (purpose === 'move')
    return [
      freezes,
      clients(estimate.connections),
      mode === 'post-copy'
        ? `It runs on ${there} before its memory is there, and stays frozen on ${source.name} until all of it has followed.`
        : `Nothing is ended on ${source.name} before the copy stands complete on ${there}. Until the commit everything can be given back.`,
      ...(container ? [sayContainer(container)] : []),
      ...sayFiles(verdict?.filePlan),
    ];
  return [freezes, clients(estimate.connections), 'The processes go on afterwards unless you choose otherwise.'];
};
