import { list, message, nested, text, u32, u64 } from './message.ts';

const cpuX86 = message('CpuX86', {
  /** 1 Intel, 2 AMD. */
  vendor: u32(1),
  family: u32(2),
  model: u32(3),
  stepping: u32(4),
  capabilityVersion: u32(5),
  capability: list(u32(6)),
  modelName: text(7),
  xfeatures: u64(8),
  xsaveBytes: u32(9),
  xsaveMaximumBytes: u32(10),
});
const cpuPpc64 = message('CpuPpc64', { endian: u64(1), capability: list(u64(2)) });
const cpuS390 = message('CpuS390', { capability: list(u64(2)) });

/** `cpuinfo.img`, written only with `--cpu-cap`. */
export const cpuInfo = message('CpuInfo', {
  x86: list(nested(1, cpuX86)),
  ppc64: list(nested(2, cpuPpc64)),
  s390: list(nested(3, cpuS390)),
});
