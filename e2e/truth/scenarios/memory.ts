import type { Scenario } from '../scenario.ts';
import { each } from './product.ts';

const mib = 1 << 20;
/** madvise(2): MADV_DONTFORK, MADV_HUGEPAGE, MADV_WIPEONFORK, MADV_DONTDUMP, MADV_MERGEABLE. */
const advices = [10, 14, 18, 16, 12];

/** Mappings of every kind, and the objects of System V and POSIX. */
export const memoryScenarios: readonly Scenario[] = [
  ...each('anonymous', { shared: [false, true] }),
  ...each('anonymous', { mib: [64], random: [true] }),
  ...each('anonymous', { advice: advices }),
  ...each('anonymous', { locked: [true] }),
  ...each('odd_mapping', {
    kind: ['droppable', 'growsdown', 'noreserve', 'none', 'readonly', 'executable', 'guard', 'huge-sparse'],
  }),
  ...each('mapped_file', { state: ['kept', 'deleted', 'linked', 'moved', 'replaced'] }),
  ...each('mapped_file', { state: ['kept', 'deleted'], shared: [true], write: [true] }),
  ...each('mapped_file', { state: ['deleted'], size: [mib, mib + 4096, 3 * mib] }),
  ...each('memfd', { mapped: [false, true], sealed: [false, true] }),
  ...each('secret_memory', { mapped: [true, false] }),
  ...each('secret_memory', { closed: [true] }),
  ...each('sealed_memory'),
  ...each('kernel_code', { gone: [['vdso']] }),
  ...each('device_mapping', { path: ['/dev/zero'], shared: [true, false] }),
  ...each('sysv_memory', { attached: [true, false] }),
  ...each('sysv_queue', { kind: ['semaphores', 'messages'] }),
  ...each('sysv_queue', { kind: ['messages'], message: [true] }),
  ...each('posix_queue', { messages: [0, 2] }),
  ...each('posix_memory', { state: ['kept', 'deleted', 'linked'] }),
  ...each('posix_memory', { state: ['deleted'], size: [3 * mib] }),
  ...each('aio'),
  ...each('io_uring', { mapped: [true, false] }),
  ...each('many_mappings', { count: [500] }),
];
