import { GodwitError } from '../errors/index.ts';
import { type CheckpointFacts, type Fact, type FactBundle, known, unknown } from '../facts/index.ts';
import type { FactName, FactValues } from './fact-values.ts';
import { flattenDestination } from './flatten-destination.ts';
import { flattenHost } from './flatten-host.ts';
import { flattenTree } from './flatten-tree.ts';

/** Every fact a rule may ask for, known or unknown with its reason. */
export type FactsByName = { [N in FactName]: Fact<FactValues[N]> };

/** Spreads a source bundle, and the destination's if there is one, into named facts. Throws when the source holds no tree. */
export const flattenFacts = (
  source: FactBundle,
  destination?: FactBundle,
  checkpoint?: CheckpointFacts,
): FactsByName => {
  if (source.tree === undefined) {
    throw new GodwitError({
      code: 'bundle-malformed',
      message: 'The bundle describes a host but no process tree, so there is nothing to judge.',
      remedy: 'Collect the bundle of a process with `godwit collect --pid PID`.',
    });
  }
  return {
    ...flattenTree(source.tree, source.nonces),
    ...flattenHost(source.host),
    ...flattenDestination(destination),
    checkpoint: checkpoint === undefined ? unknown('no images were looked at') : known(checkpoint),
  };
};
