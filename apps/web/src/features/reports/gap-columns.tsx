import { judgeGap, type KernelGap } from '@godwit/domain/kernel-gaps';
import type { Column } from '@godwit/ui';
import { GapCell } from './gap-cell.tsx';
import type { HostGroup } from './group-hosts.ts';

/** `kernel 6.15 and CRIU 4.2`, with the trouble's own beginning where it has one. */
export const solvedIn = ({ kernel, criu, troubleSince }: KernelGap): string => {
  const parts = [...(kernel ? [`kernel ${kernel}`] : []), ...(criu ? [`CRIU ${criu}`] : [])];
  return `${parts.join(' and ')}${troubleSince ? `; trouble since kernel ${troubleSince}` : ''}`;
};

const hostColumn = ({ key, title, host }: HostGroup): Column<KernelGap> => ({
  id: key,
  title,
  cell: (gap) => <GapCell judged={judgeGap(gap, host)} />,
});

/** One column per kind of host beside what the gap is about. */
export const gapColumns = (hosts: readonly HostGroup[]): Column<KernelGap>[] => [
  {
    id: 'gap',
    title: 'What',
    cell: (gap) => (
      <span className="block min-w-0">
        <span className="block font-medium break-words">{gap.title}</span>
        <span className="block max-w-xl text-xs leading-5 font-normal break-words text-ink-3">{gap.without}</span>
      </span>
    ),
  },
  { id: 'solved', title: 'Solved in', cell: solvedIn },
  ...hosts.map(hostColumn),
];
