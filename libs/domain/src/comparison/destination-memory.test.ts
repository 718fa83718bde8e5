import { buildBundle, buildDestination, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationMemory } from './destination-memory.ts';

const mebibyte = 1024 * 1024;
const source = buildBundle({ tree: { dumpedMemoryBytes: known(100 * mebibyte) } });
const needed = 137 * mebibyte;
/** Pages, and what the images of one task take besides. */
const onDisk = 100 * mebibyte + 96 * 1024;

interface Room {
  available?: number;
  swap?: number;
  free?: number;
  inodes?: number;
  filesystem?: string;
}
const there = ({
  available = needed,
  swap = 0,
  free = 117 * mebibyte,
  inodes = 1000,
  filesystem = 'ext4',
}: Room = {}): FactBundle =>
  buildDestination({
    host: {
      memory: known({ totalBytes: 2 * needed, availableBytes: available, swapFreeBytes: swap }),
      imagesDirectory: known({ path: '/img', freeBytes: free, freeInodes: inodes, filesystem }),
    },
  });

const mapping = (vmFlags: string[]): FactBundle =>
  buildBundle({
    tree: {
      dumpedMemoryBytes: known(100 * mebibyte),
      tasks: [buildTask({ mappings: [buildMapping({ sizeBytes: 4 * mebibyte, vmFlags })] })],
    },
  });
const destinationWith = (host: Partial<HostFacts>): FactBundle => {
  const destination = there();
  return { ...destination, host: { ...destination.host, ...host } };
};
const strict = {
  pidMax: 32_768,
  threadsMax: 1000,
  nrOpen: 1024,
  unprivilegedPortStart: 1024,
  maxMapCount: 65_530,
  overcommitMemory: 2,
};
const pool = (free: number): HostFacts['hugepages'] =>
  known([{ pageBytes: 2 * mebibyte, total: 8, free, surplusAllowed: 0 }]);

describeRule(destinationMemory, {
  silent: [
    { name: 'huge pages enough', source: mapping(['ht']), destination: destinationWith({ hugepages: pool(2) }) },
    {
      name: 'strict overcommit with enough left',
      source: mapping([]),
      destination: destinationWith({ limits: known(strict), commitLeftBytes: known(4 * mebibyte) }),
    },
    {
      name: 'memory that strict overcommit does not count',
      source: mapping(['nr']),
      destination: destinationWith({ limits: known(strict), commitLeftBytes: known(0) }),
    },
    { name: 'room for everything', source, destination: there() },
    { name: 'a file system that does not count inodes', source, destination: there({ inodes: 0 }) },
    {
      name: 'images on a tmpfs with memory for both',
      source,
      destination: there({ filesystem: 'tmpfs', available: needed + 116 * mebibyte }),
    },
  ],
  fires: [
    {
      name: 'memory short',
      source,
      destination: there({ available: needed - 1 }),
      finding: { id: 'destination-memory.memory-short', severity: 'blocker' },
    },
    {
      name: 'images on a tmpfs take memory too',
      source,
      destination: there({ filesystem: 'tmpfs' }),
      finding: { id: 'destination-memory.memory-short' },
    },
    {
      name: 'a control group with less memory',
      source,
      destination: destinationWith({ cgroupLimits: known({ memoryLeftBytes: needed - 1, pidsLeft: null }) }),
      finding: { id: 'destination-memory.group-limit', severity: 'blocker' },
    },
    {
      name: 'strict overcommit',
      source: mapping([]),
      destination: destinationWith({ limits: known(strict), commitLeftBytes: known(4 * mebibyte - 1) }),
      finding: { id: 'destination-memory.overcommit', severity: 'blocker' },
    },
    {
      name: 'huge pages short',
      source: mapping(['ht']),
      destination: destinationWith({ hugepages: pool(1) }),
      finding: { id: 'destination-memory.huge-pages', severity: 'blocker' },
    },
    {
      name: 'memory only with swap',
      source,
      destination: there({ available: needed - 1, swap: 1 }),
      finding: { id: 'destination-memory.swapping', severity: 'caution' },
    },
    {
      name: 'disk short',
      source,
      destination: there({ free: onDisk - 1 }),
      finding: { id: 'destination-memory.disk-short', severity: 'blocker' },
    },
    {
      name: 'disk that is just enough now',
      source,
      destination: there({ free: onDisk }),
      finding: { id: 'destination-memory.disk-tight', severity: 'caution' },
    },
    {
      name: 'inodes short',
      source,
      destination: there({ inodes: 79 }),
      finding: { id: 'destination-memory.inodes-short', severity: 'blocker' },
    },
  ],
});
