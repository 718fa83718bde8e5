import { cn } from '@godwit/ui';
import { ArrowRightLeft, Boxes, type LucideIcon, PanelsTopLeft, Server } from 'lucide-react';
import type { PaletteEntry } from './match-entries.ts';

const icons: Record<PaletteEntry['kind'], LucideIcon> = {
  page: PanelsTopLeft,
  host: Server,
  workload: Boxes,
  run: ArrowRightLeft,
};

interface PaletteListProps {
  entries: readonly PaletteEntry[];
  chosen: number;
  onChoose: (entry: PaletteEntry) => void;
}

function Entry({ entry, chosen, onChoose }: { entry: PaletteEntry; chosen: boolean; onChoose: () => void }) {
  const Icon = icons[entry.kind];
  return (
    <div
      id={`palette-${entry.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
      className={cn(
        'flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-sm hover:bg-slate-soft',
        chosen && 'bg-slate-soft',
      )}
    >
      <Icon className="size-4 shrink-0 text-ink-3" aria-hidden="true" />
      <span className="min-w-0 truncate">{entry.title}</span>
      <span className="ml-auto min-w-0 truncate text-xs text-ink-3">{entry.note || entry.kind}</span>
    </div>
  );
}

/** What the typed words lead to. */
export function PaletteList({ entries, chosen, onChoose }: PaletteListProps) {
  return (
    <>
      <div id="palette-list" role="listbox" aria-label="Places" className="mt-2">
        {entries.map((entry, index) => (
          <Entry key={entry.id} entry={entry} chosen={index === chosen} onChoose={() => onChoose(entry)} />
        ))}
      </div>
      {entries.length === 0 ? <p className="px-2.5 py-4 text-sm text-ink-3">Nothing goes by that name.</p> : null}
    </>
  );
}
