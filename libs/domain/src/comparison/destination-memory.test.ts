import { buildBundle, buildDestination, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { destinationMemory } from './destination-memory.ts';

const mebibyte = 1024 * 1024;
const source = buildBundle({ tree: { dumpedMemoryBytes: known(100 * mebibyte) } });
const needed = 137 * mebibyte;

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
  free = 116 * mebibyte,
  inodes = 1000,
  filesystem = 'ext4',
}: Room = {}): FactBundle =>
  buildDestination({
    host: {
      memory: known({ totalBytes: 2 * needed, availableBytes: available, swapFreeBytes: swap }),
      imagesDirectory: known({ path: '/img', freeBytes: free, freeInodes: inodes, filesystem }),
    },
  });

describeRule(destinationMemory, {
  silent: [
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
      name: 'memory only with swap',
      source,
      destination: there({ available: needed - 1, swap: 1 }),
      finding: { id: 'destination-memory.swapping', severity: 'caution' },
    },
    {
      name: 'disk short',
      source,
      destination: there({ free: 116 * mebibyte - 1 }),
      finding: { id: 'destination-memory.disk-short', severity: 'blocker' },
    },
    {
      name: 'inodes short',
      source,
      destination: there({ inodes: 79 }),
      finding: { id: 'destination-memory.inodes-short', severity: 'blocker' },
    },
  ],
});
