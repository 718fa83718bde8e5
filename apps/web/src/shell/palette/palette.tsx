'use client';
import { Dialog } from '@godwit/ui';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useState } from 'react';
import { matchEntries, type PaletteEntry } from './match-entries.ts';
import { PaletteList } from './palette-list.tsx';
import { useEntries } from './use-entries.ts';

interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const usePalette = ({ open, onOpenChange }: PaletteProps) => {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const entries = matchEntries(useEntries(open), query);
  const go = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onOpenChange(false);
    setQuery('');
    router.push(entry.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((before) => (before + step + entries.length) % Math.max(1, entries.length));
    }
    if (event.key === 'Enter') go(entries[chosen]);
  };
  const type = (text: string) => {
    setQuery(text);
    setChosen(0);
  };
  return { query, type, entries, chosen, go, onKeyDown };
};

/** One field that leads anywhere. */
export function Palette(props: PaletteProps) {
  const { query, type, entries, chosen, go, onKeyDown } = usePalette(props);
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title="Go to">
      <input
        role="combobox"
        aria-label="Search pages, hosts, workloads and runs"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries[chosen] ? `palette-${entries[chosen].id}` : undefined}
        autoComplete="off"
        placeholder="A page, a host, a workload, a running run"
        value={query}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-10 w-full rounded-md border border-field-line bg-surface px-3 text-base placeholder:text-ink-3"
      />
      <PaletteList entries={entries} chosen={chosen} onChoose={go} />
    </Dialog>
  );
}
