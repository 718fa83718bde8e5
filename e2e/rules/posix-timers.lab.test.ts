import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';

const makeTimer = `
def make_timer(clock, target=0):
    event = ctypes.create_string_buffer(struct.pack('QiiI', 0, 10, 4 if target else 0, target), 64)
    number = ctypes.c_int()
    assert libc.syscall(222, clock, event, ctypes.byref(number)) == 0
def cpu_clock(pid): return (~pid << 3) | 2
`;

describeWithCriu('posix-timers', [
  {
    name: 'timers on all clocks, on a child’s processor time, told to a thread, with a gap in their numbers',
    program: `${makeTimer}
child = os.fork()
if child == 0: wait()
for clock in 0, 1, 2, 3, 7, 11, cpu_clock(child): make_timer(clock)
for _ in range(50): libc.syscall(226, 3)
make_timer(1, threading.get_native_id())
ready()
wait()`,
    finds: [],
    after: (pid) => expect(readFileSync(`/proc/${pid}/timers`, 'utf8').match(/^ID:/gm)).toHaveLength(7),
  },
  {
    name: 'a timer on the processor time of a process outside, which still lives',
    program: `${makeTimer}
outside = os.fork()
if outside == 0: wait()
child = os.fork()
if child == 0:
    os.setsid()
    make_timer(cpu_clock(outside))
    ready()
    wait()
tend()`,
    finds: ['posix-timers.outside-clock'],
  },
]);
