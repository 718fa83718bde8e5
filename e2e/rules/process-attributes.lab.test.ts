import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('process-attributes', [
  {
    name: 'a personality, a timer slack, a policy for memory errors and a silent end are lost',
    program: `
libc.personality(0x0040000)
libc.prctl(29, 123456, 0, 0, 0)
assert libc.prctl(33, 1, 1, 0, 0) == 0
if libc.syscall(56, 0, 0, 0, 0, 0) == 0: wait()
open('/proc/self/coredump_filter', 'w').write('0x7f')
ready()
wait()`,
    finds: [
      'process-attributes.personality',
      'process-attributes.timer-slack',
      'process-attributes.memory-errors',
      'process-attributes.coredump-filter',
      'process-attributes.exit-signal',
    ],
    after: (pid) => {
      expect(Number(readFileSync(`/proc/${pid}/timerslack_ns`, 'utf8'))).toBe(50_000);
      expect(Number.parseInt(readFileSync(`/proc/${pid}/personality`, 'utf8'), 16)).toBe(0);
    },
  },
  {
    name: 'a Landlock sandbox is lost, and what could have told of it is kept',
    program: `
import struct
libc.prctl(38, 1, 0, 0, 0)
ruleset = libc.syscall(444, struct.pack('Q', 1 << 12), 8, 0)
assert libc.syscall(446, ruleset, 0) == 0
os.close(ruleset)
ready()
wait()`,
    finds: ['process-attributes.possible-sandbox'],
    after: (pid) => {
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^NoNewPrivs:\s+1$/m);
    },
  },
  {
    name: 'what is kept: limits, waiting signals, OOM score and timers',
    program: `
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 22))
libc.prctl(41, 1, 0, 0, 0)
open('/proc/self/oom_score_adj', 'w').write('500')
signal.setitimer(signal.ITIMER_PROF, 500)
signal.pthread_sigmask(signal.SIG_BLOCK, [10, 40])
os.kill(os.getpid(), 10)
for value in 1, 2, 3: libc.sigqueue(os.getpid(), 40, value)
ready()
wait()`,
    finds: [],
    after: (pid) => {
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^ShdPnd:\s+0000008000000200$/m);
      expect(Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'))).toBe(500);
    },
  },
]);
