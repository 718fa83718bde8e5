import type { ProbeTools } from '../probe-tools.ts';

/** What all probes of one set share. */
export interface ProbeContext {
  tools: ProbeTools;
  criuPath: string;
  pythonPath: string;
  /** The set's own folder, readable by its owner only; each probe gets one below it. */
  folder: string;
  /** `cgroup.procs` of the set's own cgroup; empty where none could be made. */
  cgroupProcs: readonly string[];
  /** nice(2) increment for probe and CRIU. */
  niceness: number;
  /** Factor of every deadline. */
  patience: number;
  /** Ends everything at once when it is aborted. */
  signal: AbortSignal;
}
