import type { CapabilityMatrix, ProbeOutcome, ProbeResult } from '@godwit/domain/facts';

/** One probe's result; `line` is CRIU's error of a refusal, or what the program said of a loss. */
const buildProbeResult = (id: string, outcome: ProbeOutcome, line: string): ProbeResult => ({
  id,
  group: 'processes',
  title: `what ${id} holds`,
  outcome,
  options: { dump: [], restore: [] },
  criuError: outcome.endsWith('-refused') ? line : null,
  detail: outcome === 'lost' ? line : '',
  milliseconds: { start: 20, dump: 60, restore: null, total: 100 },
});

/** A matrix with just these probes, by id. */
export const buildMatrix = (outcomes: Record<string, ProbeOutcome>, line = 'Error: refused'): CapabilityMatrix => ({
  version: 1,
  probedAt: '2026-08-01T12:00:00.000Z',
  durationMs: 20_000,
  criu: { path: '/usr/sbin/criu', version: '4.2.1', sha256: 'ab'.repeat(32) },
  kernelRelease: '6.18.0',
  complete: false,
  results: Object.entries(outcomes).map(([id, outcome]) => buildProbeResult(id, outcome, line)),
});
