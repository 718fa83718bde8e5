import type { CapabilityMatrix, ProbeResult } from '../facts/index.ts';

/**
 * What the probes of a host say of a kind of resource. `carried`: dumped, restored, and it worked afterwards. `refused`: CRIU
 * said no. `lost`: it came back without doing its work. `unknown`: no probe, or one that could not be run.
 */
export type Capability = 'carried' | 'refused' | 'lost' | 'unknown';

/** Probes with one plain internet socket: where none of them is carried, no socket is. */
export const plainSockets: readonly string[] = ['tcp-listener', 'tcp6-listener', 'tcp-bound', 'udp'];

const words: Record<ProbeResult['outcome'], Capability> = {
  works: 'carried',
  lost: 'lost',
  'dump-refused': 'refused',
  'restore-refused': 'refused',
  'not-run': 'unknown',
};

/** The result of one probe; null when this host was never asked about it. */
export const probeOf = (matrix: CapabilityMatrix | null, kind: string): ProbeResult | null =>
  matrix?.results.find(({ id }) => id === kind) ?? null;

/**
 * What is known of a kind of resource on a host, from having tried it: stronger than any table of versions. `kind` is the id
 * of a probe, for example `mptcp`.
 */
export const capability = (matrix: CapabilityMatrix | null, kind: string): Capability => {
  const result = probeOf(matrix, kind);
  return result === null ? 'unknown' : words[result.outcome];
};

/** Why the first of these kinds that was refused was refused, in CRIU's words; null when one is carried or none was tried. */
export const whyRefused = (matrix: CapabilityMatrix | null, kinds: readonly string[]): string | null => {
  if (kinds.some((kind) => capability(matrix, kind) === 'carried')) return null;
  const refused = kinds.find((kind) => capability(matrix, kind) === 'refused');
  return refused === undefined ? null : (probeOf(matrix, refused)?.criuError ?? 'CRIU said nothing');
};

/** The pattern of a line CRIU printed of a probe: the same words with other numbers, wherever in CRIU's source they stand. */
export const patternOf = (line: string): string =>
  line
    .replace(/^(?:Error|Warn) +\([^)]*\): /, '')
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/0x[0-9a-f]+|\d+/g, '[0-9a-fx]+');
