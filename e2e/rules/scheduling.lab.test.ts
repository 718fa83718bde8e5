import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('scheduling', [
  {
    name: 'a batch policy, a bound CPU and an I/O priority',
    program: `
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
os.sched_setaffinity(0, {0})
libc.syscall(251, 1, 0, (2 << 13) | 7)
ready()
wait()`,
    finds: ['scheduling.affinity', 'scheduling.io-priority'],
    after: (pid) => expect(readFileSync(`/proc/${pid}/status`, 'utf8')).not.toMatch(/^Cpus_allowed_list:\s+0$/m),
  },
  {
    name: 'a deadline thread',
    program: `
attributes = struct.pack('IIQiIQQQ', 48, 6, 0, 0, 0, 1000000, 10000000, 10000000)
assert libc.syscall(314, 0, attributes, 0) == 0, 'no deadline policy here'
ready()
wait()`,
    finds: ['scheduling.deadline-policy'],
  },
]);
