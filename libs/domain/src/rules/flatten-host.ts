import { type Fact, type HostFacts, known, unknown } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';

type HostFactName =
  | 'hostname'
  | 'bootId'
  | 'kernel'
  | 'pageSizeBytes'
  | 'cpu'
  | 'memory'
  | 'criu'
  | 'privileges'
  | 'limits'
  | 'tools'
  | 'addresses'
  | 'imagesDirectory'
  | 'capabilityMatrix'
  | 'details';
export type HostFactsByName = { [N in HostFactName]: Fact<FactValues[N]> };

/** The facts of one host under the names rules ask for; all unknown when there is no host. */
export const flattenHost = (host: HostFacts | undefined): HostFactsByName => {
  const of = <T>(pick: (facts: HostFacts) => Fact<T>): Fact<T> =>
    host === undefined ? unknown('no destination was given') : pick(host);
  return {
    hostname: of((facts) => known(facts.hostname)),
    bootId: of((facts) => facts.bootId),
    kernel: of((facts) => facts.kernel),
    pageSizeBytes: of((facts) => facts.pageSizeBytes),
    cpu: of((facts) => facts.cpu),
    memory: of((facts) => facts.memory),
    criu: of((facts) => facts.criu),
    privileges: of((facts) => facts.privileges),
    limits: of((facts) => facts.limits),
    tools: of((facts) => facts.tools),
    addresses: of((facts) => facts.addresses),
    imagesDirectory: of((facts) => facts.imagesDirectory),
    // That nobody tried is no missing fact: what is judged without probes is judged from versions and features.
    capabilityMatrix: of(({ capabilityMatrix: tried }) => known(tried?.known ? tried.value : null)),
    details: of((facts) => known(facts)),
  };
};
