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
  kernelPageBytes: number;
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

/** Addresses of user memory fit 53 bits; those of the vsyscall page do not, and their difference is then taken exactly. */
const sizeOf = (start: string, end: string): number =>
  end.length <= 13
    ? Number.parseInt(end, 16) - Number.parseInt(start, 16)
    : Number(BigInt(`0x${end}`) - BigInt(`0x${start}`));

const parseHeader = (line: string) => {
  const [, start, end, permissions, offset, major, minor, inode, rest] = headerForm.exec(line) ?? [];
  if (start === undefined || end === undefined) throw new Error('smaps has an unknown form.');
  const deleted = rest?.endsWith(deletedMark) ?? false;
  const path = pathEscape(deleted ? (rest ?? '').slice(0, -deletedMark.length) : (rest ?? ''));
  return {
    start,
    end,
    sizeBytes: sizeOf(start, end),
    permissions: permissions ?? '',
    offset: offset ?? '',
    dev: `${Number.parseInt(major ?? '0', 16)}:${Number.parseInt(minor ?? '0', 16)}`,
    inode: inode ?? '0',
    path,
    deleted,
  };
};

const pageSizeName = '\nKernelPageSize:';
const zero = 48;
const space = 32;

/** The number of kilobytes behind the colon of one line, in bytes. */
const bytesAt = (text: string, from: number): number => {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  let value = 0;
  for (let digit = text.charCodeAt(at) - zero; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - zero) {
    value = value * 10 + digit;
    at += 1;
  }
  return value * 1024;
};

/**
 * The wanted lines of one mapping, between its header and its flags. Each is searched behind the one before, for their order
 * never changed, but for the page size, which stood last before Linux 4.20.
 */
const readSizes = (text: string, from: number, end: number) => {
  let at = from;
  const next = (name: string): number => {
    const found = text.indexOf(name, at);
    if (found < 0 || found > end) return 0;
    at = found + name.length;
    return bytesAt(text, at);
  };
  const pageSize = text.indexOf(pageSizeName, from);
  return {
    kernelPageBytes: pageSize < 0 || pageSize > end ? 0 : bytesAt(text, pageSize + pageSizeName.length),
    rssBytes: next('\nRss:'),
    privateDirtyBytes: next('\nPrivate_Dirty:'),
    anonymousBytes: next('\nAnonymous:'),
    swapBytes: next('\nSwap:'),
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
    entries.push(
      Object.assign(parseHeader(text.slice(at, headerEnd)), readSizes(text, headerEnd, flagsAt), {
        vmFlags: splitFlags(text.slice(flagsAt + 9, end < 0 ? undefined : end)),
      }),
    );
    if (end < 0) break;
    at = end + 1;
  }
  return entries;
};
