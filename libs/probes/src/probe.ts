import type { ProbeGroup } from '@godwit/domain/facts';

/**
 * How a probe goes. `round-trip`: dumped, restored, asked. `left-running`: dumped, and the original is asked. `given-back`: the dump has to fail and the program, still the
 * original, is asked. `restore-given-up`: the restore has to fail and must leave no copy. `inert`: CRIU dies while it holds
 * the copy, which must never run.
 */
export type Course = 'round-trip' | 'left-running' | 'given-back' | 'restore-given-up' | 'inert';

/** One small program that holds one kind of resource, and what is needed to dump it. */
export interface Probe {
  /** The name of the kind. */
  id: string;
  group: ProbeGroup;
  /** What it holds; ends the sentence "This host carries ...". */
  title: string;
  /** Python; see question-program.ts for its words. Lines before `ready()` set up, those behind it are the question. */
  program: string;
  dump?: readonly string[];
  restore?: readonly string[];
  /** False: the tree shares the session of a process outside of it. Default true. */
  detached?: boolean;
  course?: Course;
  /** Lines of a shell script that CRIU calls at its stages, with the stage as $1 and the probe's folder as $2. */
  hook?: string;
}

/** Names the group of several probes once. */
export const inGroup = (group: ProbeGroup, probes: readonly Omit<Probe, 'group'>[]): Probe[] =>
  probes.map((probe) => ({ ...probe, group }));
