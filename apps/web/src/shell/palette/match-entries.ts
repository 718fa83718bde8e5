export interface PaletteEntry {
  id: string;
  kind: 'page' | 'host' | 'workload' | 'run';
  title: string;
  note: string;
  href: string;
}

const rank = (entry: PaletteEntry, words: readonly string[]): number | null => {
  const title = entry.title.toLowerCase();
  const all = `${title} ${entry.note.toLowerCase()} ${entry.kind}`;
  if (!words.every((word) => all.includes(word))) return null;
  const first = words[0] ?? '';
  if (title.startsWith(first)) return 0;
  return title.includes(first) ? 1 : 2;
};

/** Entries that hold every typed word, those whose title begins with it first; at most `most`. */
export const matchEntries = (entries: readonly PaletteEntry[], query: string, most = 12): PaletteEntry[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => ({ entry, rank: rank(entry, words) }))
    .filter((one): one is { entry: PaletteEntry; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((one) => one.entry);
};
