import { z } from 'zod';

const n = z.number();

/**
 * What became of one probe: a small program that holds one kind of resource.
 * `works`: dumped, restored, and the resource does its work. `lost`: restored, but the resource does not.
 * `dump-refused`, `restore-refused`: CRIU said no. `not-run`: this host could not hold such a resource, or the probe failed
 * by itself, so nothing is known.
 */
export const probeOutcomes = ['works', 'lost', 'dump-refused', 'restore-refused', 'not-run'] as const;
export type ProbeOutcome = (typeof probeOutcomes)[number];

export const probeGroups = [
  'criu',
  'processes',
  'threads',
  'rights',
  'signals-and-timers',
  'events',
  'files',
  'pipes',
  'unix-sockets',
  'internet-sockets',
  'other-sockets',
  'terminals',
  'memory',
  'ipc',
  'namespaces',
] as const;
export type ProbeGroup = (typeof probeGroups)[number];

export const probeResultSchema = z.object({
  /** Name of the probe, which is the name of the kind of resource. */
  id: z.string(),
  group: z.string(),
  /** What the program held, in words. */
  title: z.string(),
  outcome: z.enum(probeOutcomes),
  /** Options beyond the plain ones that this kind was dumped and restored with. */
  options: z.object({ dump: z.array(z.string()), restore: z.array(z.string()) }),
  /** CRIU's first true error line; null when it said nothing. */
  criuError: z.string().nullable(),
  /** What the program said afterwards, or why nothing is known; empty when all is well. */
  detail: z.string(),
  milliseconds: z.object({ start: n, dump: n.nullable(), restore: n.nullable(), total: n }),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** What one host, with one CRIU on one kernel, was seen to carry. */
export const capabilityMatrixSchema = z.object({
  version: z.literal(1),
  /** UTC, ISO 8601. */
  probedAt: z.iso.datetime(),
  durationMs: n,
  /** It holds for this very program on this kernel. */
  criu: z.object({ path: z.string(), version: z.string(), sha256: z.string() }),
  kernelRelease: z.string(),
  /** False when the set was cut short: kinds that are missing were not tried. */
  complete: z.boolean(),
  results: z.array(probeResultSchema),
});
export type CapabilityMatrix = z.infer<typeof capabilityMatrixSchema>;

/** Why a set of probes runs: somebody asked for it, or this CRIU was never probed on this kernel. */
const probeTriggers = ['asked', 'unprobed'] as const;
export const probeTriggerSchema = z.enum(probeTriggers);
export type ProbeTrigger = z.infer<typeof probeTriggerSchema>;

const probeSetStates = ['waiting', 'running', 'finished', 'cancelled', 'failed'] as const;
export const probeSetStateSchema = z.enum(probeSetStates);
export type ProbeSetState = z.infer<typeof probeSetStateSchema>;
