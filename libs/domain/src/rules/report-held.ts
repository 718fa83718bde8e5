import type { CapabilityMatrix } from '../facts/index.ts';
import { patternOf, probeOf } from './capability.ts';
import type { HeldKind } from './held-kinds.ts';
import type { Reported } from './rule.ts';

/** The hit for one thing of a tree whose probe was refused, or came back without working; none when all is well. */
export const reportHeld = (matrix: CapabilityMatrix, { kind, pid, what }: HeldKind): Reported<'refused' | 'lost'>[] => {
  const result = probeOf(matrix, kind);
  if (result === null || result.outcome === 'works' || result.outcome === 'not-run') return [];
  const line = result.criuError ?? result.detail;
  return [
    {
      kind: result.outcome === 'lost' ? 'lost' : 'refused',
      subject: { kind: 'process', pid },
      evidence: { pid: String(pid), what, criu: matrix.criu.version, line },
      ...(result.criuError === null ? {} : { criuError: patternOf(result.criuError) }),
    },
  ];
};
