import { describeWithCriu } from './describe-with-criu.ts';

const leave = (free: number): string => `
import resource
for _ in range(20): os.open('/etc/hostname', os.O_RDONLY)
resource.setrlimit(resource.RLIMIT_NOFILE, (23 + ${free}, 4096))
ready()
wait()`;

const leaveSpace = (kilobytes: number): string => `
import resource
used = int(open('/proc/self/statm').read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (used + ${kilobytes} * 1024, resource.RLIM_INFINITY))
ready()
wait()`;

describeWithCriu('process-room', [
  { name: 'four free descriptors', program: leave(4), finds: [] },
  { name: 'three free descriptors', program: leave(3), finds: ['process-room.descriptors'] },
  { name: 'no free descriptor', program: leave(0), finds: ['process-room.descriptors'] },
  { name: 'no address space left', program: leaveSpace(0), finds: ['process-room.address-space'] },
  { name: 'room for a megabyte more', program: leaveSpace(1024), finds: [] },
]);
