import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('tracers', [
  {
    name: 'a process that another one traces',
    program: `
child = os.fork()
if child == 0:
    os.setsid()
    wait()
time.sleep(0.2)
assert libc.ptrace(0x4206, child, None, None) == 0
ready(child)
tend()`,
    finds: ['tracers.attached'],
  },
]);
