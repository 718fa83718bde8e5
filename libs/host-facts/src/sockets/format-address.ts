const ipv4 = (bytes: Uint8Array): string => bytes.join('.');

const groupsOf = (bytes: Uint8Array): number[] =>
  Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));

interface Run {
  start: number;
  length: number;
}

const zeroRunFrom = (groups: number[], start: number): number => {
  let end = start;
  while (end < groups.length && groups[end] === 0) end++;
  return end - start;
};

const longestZeroRun = (groups: number[]): Run =>
  groups.reduce<Run>(
    (best, _, start) => {
      const length = zeroRunFrom(groups, start);
      return length > best.length ? { start, length } : best;
    },
    { start: -1, length: 1 },
  );

const hex = (groups: number[]): string => groups.map((group) => group.toString(16)).join(':');

/** An IPv6 address as inet_ntop(3) writes it, v4-mapped ones with dots. */
const ipv6 = (bytes: Uint8Array): string => {
  const groups = groupsOf(bytes);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4(bytes.slice(12))}`;
  const run = longestZeroRun(groups);
  if (run.start < 0) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
};

/** Address bytes in network order as text; 4 or 16 of them. */
export const formatAddress = (bytes: Uint8Array): string => (bytes.length === 4 ? ipv4(bytes) : ipv6(bytes));
