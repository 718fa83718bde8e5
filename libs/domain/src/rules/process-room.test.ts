import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { processRoom } from './process-room.ts';

const tree = (soft: number | null, fds: number[], state = 'S'): FactBundle =>
  buildBundle({
    tree: {
      tasks: [
        buildTask({ state, limits: known({ nofile: { soft, hard: soft } }), fds: fds.map((fd) => buildFd({ fd })) }),
      ],
    },
  });

/** A process with 64 MiB of private memory that may map so much more. */
const leaving = (kilobytes: number): FactBundle => {
  const sizeBytes = 64 << 20;
  const soft = sizeBytes + kilobytes * 1024;
  const mappings = [buildMapping({ sizeBytes }), buildMapping({ path: '[vsyscall]', sizeBytes: 4096 })];
  return buildBundle({ tree: { tasks: [buildTask({ limits: known({ as: { soft, hard: null } }), mappings })] } });
};

describeRule(processRoom, {
  silent: [
    { name: 'room for four more descriptors', source: tree(7, [0, 1, 2]) },
    { name: 'no limit', source: tree(null, [0, 1, 2]) },
    { name: 'descriptors above the limit, with room below', source: tree(6, [0, 1, 100, 101]) },
    { name: 'a bundle made before limits were read' },
    { name: 'a dead process', source: tree(0, [], 'Z') },
    { name: 'room for a megabyte more', source: leaving(1024) },
  ],
  fires: [
    {
      name: 'room for three more descriptors',
      source: tree(6, [0, 1, 2]),
      finding: {
        id: 'process-room.descriptors',
        severity: 'blocker',
        evidence: { pid: '100', free: '3', limit: '6', needed: '10' },
      },
      criuLine: "pie: 10983: Error (criu/pie/parasite.c:835): can't get /proc/self/cgroup fd",
    },
    {
      name: 'no room at all, and descriptors above the limit',
      source: tree(3, [0, 1, 2, 40]),
      finding: { id: 'process-room.descriptors', evidence: { pid: '100', free: '0', limit: '3', needed: '45' } },
      criuLine: "Error (compel/src/lib/infect.c:848): Can't create memfd in victim: Too many open files",
    },
    {
      name: 'no address space left',
      source: leaving(64),
      finding: { id: 'process-room.address-space', severity: 'blocker' },
      criuLine: 'Error (compel/arch/x86/src/lib/infect.c:541): remote mmap() failed: Cannot allocate memory',
    },
    {
      name: 'little address space left for the lists of much memory',
      source: leaving(200),
      finding: { id: 'process-room.address-space-tight', severity: 'caution' },
    },
  ],
});
