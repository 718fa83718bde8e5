'use client';
import { Badge, cn, formatBytes } from '@godwit/ui';
import type { ImageContents } from '../../api/types.ts';

type Process = ImageContents['processes'][number];

interface ProcessListProps {
  processes: readonly Process[];
  chosen: number | null;
  onChoose: (pid: number) => void;
}

/** How deep a process stands below the root; images name parents before children. */
const depths = (processes: readonly Process[]): Map<number, number> => {
  const depth = new Map<number, number>();
  for (const { pid, ppid } of processes) depth.set(pid, (depth.get(ppid) ?? -1) + 1);
  return depth;
};

/** The tree in the images; one of it is chosen. */
export function ProcessList({ processes, chosen, onChoose }: ProcessListProps) {
  const depth = depths(processes);
  return (
    <ul className="divide-y divide-line" aria-label="Processes in the images">
      {processes.map((process) => (
        <li key={process.pid}>
          <button
            type="button"
            aria-pressed={process.pid === chosen}
            onClick={() => onChoose(process.pid)}
            style={{ paddingLeft: `${1 + Math.min(depth.get(process.pid) ?? 0, 12)}rem` }}
            className={cn(
              'flex w-full flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2 pr-4 text-left text-sm -outline-offset-2 hover:bg-sunken',
              process.pid === chosen && 'bg-slate-soft',
            )}
          >
            <span className="font-mono text-xs text-ink-3">{process.pid}</span>
            <span className="font-medium">{process.command}</span>
            {process.state === 'alive' ? null : <Badge tone="slate">{process.state}</Badge>}
            <span className="ml-auto text-xs text-ink-3">{formatBytes(process.memory.storedBytes)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
