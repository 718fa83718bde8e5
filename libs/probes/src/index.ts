export { allProbes } from './all-probes.ts';
export type { ProbeTools } from './probe-tools.ts';
export { recallMatrix, rememberMatrix } from './run/keep-matrix.ts';
export { type ProbeSetOptions, runProbeSet } from './run/run-probe-set.ts';
