import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('scheduling', [
  {
    name: 'batch and idle policies, and a bound CPU',
    program: `
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
os.sched_setaffinity(0, {0})
ready()
wait()`,
    finds: [],
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
