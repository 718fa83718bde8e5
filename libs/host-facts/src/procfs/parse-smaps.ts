/** One mapping of /proc/PID/smaps, without what needs a second look. */
export interface SmapsEntry {
  start: string;
  end: string;
  sizeBytes: number;
  permissions: string;
  offset: string;
  /** Decimal major:minor, as in mountinfo; the kernel prints hexadecimal here. */
  dev: string;
  inode: string;
  path: string;
  deleted: boolean;
  vmFlags: string[];
  rssBytes: number;
  privateDirtyBytes: number;
  anonymousBytes: number;
  swapBytes: number;
}

const deletedMark = ' (deleted)';
const headerForm = /^([0-9a-f]+)-([0-9a-f]+) (\S+) ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) (\d+) *(.*)$/;

/** Flag lists repeat, thousands of times in a big tree: each is split once. */
const flagLists = new Map<string, string[]>();
const splitFlags = (text: string): string[] => {
  const kept = flagLists.get(text);
  if (kept) return kept;
  const flags = text.split(' ').filter(Boolean);
  flagLists.set(text, flags);
  return flags;
};

const pathEscape = (text: string): string => (text.includes('\\012') ? text.replaceAll('\\012', '\n') : text);

const parseHeader = (line: string) => {
  const [, start, end, permissions, offset, major, minor, inode, rest] = headerForm.exec(line) ?? [];
  if (start === undefined || end === undefined) throw new Error('smaps has an unknown form.');
  const deleted = rest?.endsWith(deletedMark) ?? false;
  const path = pathEscape(deleted ? (rest ?? '').slice(0, -deletedMark.length) : (rest ?? ''));
  return {
    start,
    end,
    sizeBytes: Number(BigInt(`0x${end}`) - BigInt(`0x${start}`)),
    permissions: permissions ?? '',
    offset: offset ?? '',
    dev: `${Number.parseInt(major ?? '0', 16)}:${Number.parseInt(minor ?? '0', 16)}`,
    inode: inode ?? '0',
    path,
    deleted,
  };
};

/**
 * Mappings of /proc/PID/smaps (proc_pid_smaps(5)). A big process has half a megabyte of it, so the few wanted lines are
 * searched for instead of splitting all of them.
 */
export const parseSmaps = (text: string): SmapsEntry[] => {
  const entries: SmapsEntry[] = [];
  let at = 0;
  while (at < text.length) {
    const headerEnd = text.indexOf('\n', at);
    const flagsAt = text.indexOf('\nVmFlags:', headerEnd);
    if (headerEnd < 0 || flagsAt < 0) break;
    const end = text.indexOf('\n', flagsAt + 1);
    const bytes = (name: string): number => {
      const found = text.indexOf(name, headerEnd);
      return found < 0 || found > flagsAt ? 0 : Number.parseInt(text.slice(found + name.length, found + 40), 10) * 1024;
    };
    entries.push({
      ...parseHeader(text.slice(at, headerEnd)),
      vmFlags: splitFlags(text.slice(flagsAt + 9, end < 0 ? undefined : end)),
      rssBytes: bytes('\nRss:'),
      privateDirtyBytes: bytes('\nPrivate_Dirty:'),
      anonymousBytes: bytes('\nAnonymous:'),
      swapBytes: bytes('\nSwap:'),
    });
    if (end < 0) break;
    at = end + 1;
  }
  return entries;
};
