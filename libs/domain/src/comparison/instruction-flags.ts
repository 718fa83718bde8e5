/** Flags of /proc/cpuinfo that stand for instructions a program may have chosen; the rest are matters of the kernel. */
const instructions =
  /^(sse\d?.*|ssse3|pni|avx.*|f16c|fma.*|bmi\d|abm|adx|aes|vaes|pclmulqdq|vpclmulqdq|gfni|sha_ni|sha\d*|popcnt|movbe|movdir\w+|rdrand|rdseed|rdpid|rdtscp|fsgsbase|clflushopt|clwb|xsave\w*|pku|amx_\w+|cx16|serialize|waitpkg|erms|fsrm|asimd\w*|sve.*|atomics|crc32|lrcpc|dcpop|pmull|sm\d|i8mm|bf16|paca|pacg)$/;

/** The flags of a processor that programs may depend on. */
export const instructionFlags = (flags: string[]): string[] => flags.filter((flag) => instructions.test(flag));

/**
 * Flags by which the C library (glibc 2.41, sysdeps/x86/cpu-features.c and its multiarch selectors) and compilers' usual
 * baselines (x86-64-v2 to v4, ARM LSE) choose code at the start of a program: nearly every program uses what is there.
 */
const chosen =
  /^(sse4_1|sse4_2|ssse3|pni|avx|avx2|avx512(f|bw|dq|vl|cd)|f16c|fma|bmi[12]|abm|movbe|popcnt|cx16|xsave|xsavec|atomics|asimd|sve)$/;

/** Whether nearly every program that was started where this flag is present may depend on it. */
export const isChosenByLibraries = (flag: string): boolean => chosen.test(flag);
