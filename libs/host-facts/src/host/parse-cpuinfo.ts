export interface CpuInfo {
  vendor: string;
  model: string;
  flags: string[];
  count: number;
}

const field = (block: string, ...names: string[]): string => {
  for (const name of names) {
    const value = new RegExp(`^${name}\\s*:\\s*(.*)$`, 'm').exec(block)?.[1];
    if (value !== undefined) return value.trim();
  }
  return '';
};

/** The first processor of /proc/cpuinfo and the number of them, on x86, ARM and others. */
export const parseCpuinfo = (text: string): CpuInfo => {
  const blocks = text.split('\n\n').filter((block) => /^processor\s*:/m.test(block));
  const first = blocks[0] ?? '';
  return {
    vendor: field(first, 'vendor_id', 'CPU implementer'),
    model: field(first, 'model name', 'CPU part'),
    flags: field(first, 'flags', 'Features').split(' ').filter(Boolean),
    count: blocks.length,
  };
};
