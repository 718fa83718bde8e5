/** Rows of a table of /proc/PID/net with a heading (netlink, packet), by column name. */
export const parseNetTable = (text: string): Record<string, string>[] => {
  const [heading = '', ...lines] = text.split('\n');
  const names = heading.trim().split(/\s+/);
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const values = line.trim().split(/\s+/);
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
    });
};
