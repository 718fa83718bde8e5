import type { Scenario } from '../scenario.ts';
import { all, each, eachBeside } from './product.ts';

const mib = 1 << 20;

/** Files whose name was changed, deleted files around the limit of a ghost, locks, pipes, devices. */
export const fileScenarios: readonly Scenario[] = [
  ...each('open_file', { state: ['kept', 'deleted', 'linked', 'moved', 'replaced', 'replaced-deleted', 'silly'] }),
  ...each('open_file', { state: ['directory-moved', 'directory-deleted'] }),
  ...each('open_file', { state: ['deleted'], size: [0, mib - 4096, mib, mib + 4096, 3 * mib] }),
  ...each('open_file', { state: ['deleted'], size: [8 * mib], sparse: [true] }),
  ...each('open_file', { state: ['linked', 'deleted'], how: ['path'] }),
  ...each('open_file', { how: ['write', 'append', 'path', 'direct'] }),
  ...each('open_file', { state: ['kept', 'deleted', 'linked'], at: ['/dev/shm'] }),
  ...each('open_file', { state: ['linked'], copies: [3] }),
  ...all('dump-killed', each('open_file', { state: ['kept', 'linked', 'deleted'] }), { dumpKilled: true }),
  ...each('tmpfile', { size: [4096, 2 * mib] }),
  ...each('open_directory', { state: ['kept', 'deleted', 'moved'] }),
  ...each('cwd', { state: ['kept', 'deleted', 'moved'], who: ['root', 'child'] }),
  ...each('changed_root'),
  ...each('executable', { state: ['kept', 'deleted', 'replaced', 'linked', 'moved'] }),
  ...each('executable', { state: ['deleted'], of: ['/usr/bin/python3'] }),
  ...each('device', {
    path: ['/dev/null', '/dev/zero', '/dev/urandom', '/dev/full', '/dev/fuse', '/dev/kmsg'],
  }),
  ...each('device', {
    path: ['/dev/ptmx', '/dev/console', '/dev/ttyS0', '/dev/kvm', '/dev/net/tun'],
  }),
  ...each('proc_file', { of: ['self', 'folder', 'system', 'sysfs', 'dead'] }),
  ...each('file_lock', { how: ['flock', 'posix', 'ofd', 'lease'], held: [true, false] }),
  ...each('file_lock', { how: ['flock', 'posix', 'ofd'], exclusive: [false] }),
  ...each('file_lock', { how: ['flock', 'posix'], waiter: [true] }),
  ...each('file_lock', { how: ['flock', 'ofd'], shared: [true] }),
  ...each('file_lock', { how: ['posix', 'ofd'], cover: ['part'] }),
  ...eachBeside('free_file', 'lock_outside'),
  ...each('pipe', { data: ['none', 'some', 'full'] }),
  ...each('pipe', { data: ['none', 'full'], large: [true] }),
  ...each('pipe', { packets: [true] }),
  ...eachBeside('pipe', 'take_pipe', { outside: ['reader', 'writer'] }),
  ...each('fifo', { state: ['kept', 'deleted', 'linked'], data: [true, false] }),
  ...eachBeside('fifo', 'take_pipe', { outside: [true] }),
];
