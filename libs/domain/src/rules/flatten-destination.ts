import { type Answers, type Fact, type FactBundle, known, unknown } from '../facts/index.ts';
import type { FactName, FactValues } from './fact-values.ts';
import { flattenHost } from './flatten-host.ts';

type DestinationFactName = Extract<FactName, `destination.${string}`>;
export type DestinationFactsByName = { [N in DestinationFactName]: Fact<FactValues[N]> };

/** Asking nobody and not being answered differ for a reader, so each has its own reason. */
const notAnswered = (destination: FactBundle | undefined): string =>
  destination === undefined ? 'no destination was given' : 'the destination was not asked about this tree';

const answer = <T>(destination: FactBundle | undefined, pick: (answers: Answers) => Fact<T>): Fact<T> =>
  destination?.answers === undefined ? unknown(notAnswered(destination)) : pick(destination.answers);

/** The destination's facts under the names rules ask for; all unknown when there is none. */
export const flattenDestination = (destination: FactBundle | undefined): DestinationFactsByName => {
  const host = flattenHost(destination?.host);
  return {
    'destination.hostname': host.hostname,
    'destination.bootId': host.bootId,
    'destination.kernel': host.kernel,
    'destination.pageSizeBytes': host.pageSizeBytes,
    'destination.cpu': host.cpu,
    'destination.memory': host.memory,
    'destination.criu': host.criu,
    'destination.privileges': host.privileges,
    'destination.limits': host.limits,
    'destination.tools': host.tools,
    'destination.addresses': host.addresses,
    'destination.imagesDirectory': host.imagesDirectory,
    'destination.capabilityMatrix': host.capabilityMatrix,
    'destination.details': host.details,
    'destination.files': answer(destination, (answers) => answers.files),
    'destination.idsTaken': answer(destination, (answers) => answers.idsTaken),
    'destination.portsTaken': answer(destination, (answers) => answers.portsTaken),
    'destination.addressesPresent': answer(destination, (answers) => answers.addressesPresent),
    'destination.noncesSeen': answer(destination, (answers) => answers.noncesSeen),
    'destination.places': answer(destination, (answers) => known(answers)),
  };
};
