import type { CapabilityMatrix, ProbeOutcome, ProbeResult } from '@godwit/domain/facts';

/** A kind of resource that another outcome was seen of than the time before. */
export interface MatrixChange {
  id: string;
  title: string;
  before: ProbeOutcome | null;
  after: ProbeOutcome | null;
}

const byId = ({ results }: CapabilityMatrix) => new Map(results.map((result) => [result.id, result]));

/**
 * What changed from one set of probes to the next. Null stands for a kind that was not in a set; one that is missing from a set that was
 * cut short says nothing and is left out.
 */
export const matrixChanges = (before: CapabilityMatrix, after: CapabilityMatrix): MatrixChange[] => {
  const [old, now] = [byId(before), byId(after)];
  const ids = [...new Set([...now.keys(), ...old.keys()])];
  return ids.flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was?.outcome === is?.outcome || isSilent(was, before) || isSilent(is, after)) return [];
    const title = (is ?? was)?.title ?? id;
    return [{ id, title, before: was?.outcome ?? null, after: is?.outcome ?? null }];
  });
};

const isSilent = (result: ProbeResult | undefined, { complete }: CapabilityMatrix): boolean =>
  result === undefined && !complete;

/** A probe's outcome in the three questions that a person asks; null where it did not come to that. */
export interface ProbeSteps {
  dump: boolean | null;
  restore: boolean | null;
  works: boolean | null;
}

const steps: Record<ProbeOutcome, ProbeSteps> = {
  works: { dump: true, restore: true, works: true },
  lost: { dump: true, restore: true, works: false },
  'restore-refused': { dump: true, restore: false, works: null },
  'dump-refused': { dump: false, restore: null, works: null },
  'not-run': { dump: null, restore: null, works: null },
};

export const probeSteps = (outcome: ProbeOutcome): ProbeSteps => steps[outcome];
