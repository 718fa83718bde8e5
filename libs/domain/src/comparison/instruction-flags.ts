/** Flags of /proc/cpuinfo that stand for instructions a program may have chosen; the rest are matters of the kernel. */
const instructions =
  /^(sse\d?.*|ssse3|pni|avx.*|f16c|fma.*|bmi\d|abm|adx|aes|vaes|pclmulqdq|vpclmulqdq|gfni|sha_ni|sha\d*|popcnt|movbe|movdir\w+|rdrand|rdseed|rdpid|rdtscp|fsgsbase|clflushopt|clwb|xsave\w*|pku|amx_\w+|cx16|serialize|waitpkg|erms|fsrm|asimd\w*|sve.*|atomics|crc32|lrcpc|dcpop|pmull|sm\d|i8mm|bf16|paca|pacg)$/;

/** The flags of a processor that programs may depend on. */
export const instructionFlags = (flags: string[]): string[] => flags.filter((flag) => instructions.test(flag));
