import type { Fact, HostFacts } from '@godwit/domain/facts';
import { formatBytes } from '@godwit/ui';
import type { ReactNode } from 'react';

interface Item {
  term: string;
  value: ReactNode;
}

const mono = (text: string) => <span className="font-mono text-xs break-all">{text}</span>;

/** A fact as it is shown; one that could not be read says why. */
function show<T>(fact: Fact<T>, words: (value: T) => ReactNode): ReactNode {
  return fact.known ? words(fact.value) : <span className="text-unknown">Not known: {fact.reason}</span>;
}

const hours = (seconds: number) =>
  seconds < 48 * 3600 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.floor(seconds / 86_400)} days`;

/** The facts of a host that a person wants to see. */
export const factItems = (facts: HostFacts): Item[] => [
  { term: 'Kernel', value: show(facts.kernel, (kernel) => mono(`${kernel.release} ${kernel.architecture}`)) },
  { term: 'CRIU', value: show(facts.criu, (criu) => mono(`${criu.version} at ${criu.path}`)) },
  {
    term: 'Processor',
    value: show(facts.cpu, (cpu) => `${cpu.model}, ${cpu.count} cores, ${cpu.flags.length} feature flags`),
  },
  {
    term: 'Memory',
    value: show(
      facts.memory,
      (memory) => `${formatBytes(memory.availableBytes)} free of ${formatBytes(memory.totalBytes)}`,
    ),
  },
  {
    term: 'Images directory',
    value: show(facts.imagesDirectory, (images) => (
      <>
        {mono(images.path)}, {formatBytes(images.freeBytes)} free on {images.filesystem}
      </>
    )),
  },
  {
    term: 'Control groups',
    value: show(facts.cgroup, (cgroup) => `${cgroup.version}, ${cgroup.freezer ? 'can freeze' : 'cannot freeze'}`),
  },
  { term: 'Up since', value: show(facts.uptimeSeconds, (seconds) => `${hours(seconds)} ago`) },
  { term: 'Page size', value: show(facts.pageSizeBytes, formatBytes) },
  {
    term: 'Addresses',
    value: show(facts.addresses, (addresses) =>
      mono(addresses.map((one) => `${one.address}/${one.prefixLength} ${one.interface}`).join(', ')),
    ),
  },
  { term: 'Boot', value: show(facts.bootId, mono) },
];
