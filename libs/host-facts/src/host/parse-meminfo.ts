import { parseKeyLines } from '../procfs/parse-status.ts';

export interface MemoryInfo {
  totalBytes: number;
  availableBytes: number;
  swapFreeBytes: number;
}

/** Sizes of /proc/meminfo (proc_meminfo(5)), which prints KiB. */
export const parseMeminfo = (text: string): MemoryInfo => {
  const lines = parseKeyLines(text);
  const bytes = (name: string): number => Number.parseInt(lines.get(name) ?? '', 10) * 1024;
  const info = {
    totalBytes: bytes('MemTotal'),
    availableBytes: bytes('MemAvailable'),
    swapFreeBytes: bytes('SwapFree'),
  };
  if (Number.isNaN(info.totalBytes + info.availableBytes)) throw new Error('meminfo has an unknown form.');
  return { ...info, swapFreeBytes: info.swapFreeBytes || 0 };
};
