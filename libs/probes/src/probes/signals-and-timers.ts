import { inGroup } from '../probe.ts';

/** Signals that wait, and clocks that run. */
export const signalProbes = inGroup('signals-and-timers', [
  {
    id: 'pending-signal',
    title: 'a blocked signal that waits, with its value',
    program: `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
info = ctypes.create_string_buffer(128)
struct.pack_into('iii4xiiQ', info, 0, signal.SIGRTMIN, 0, -1, os.getpid(), 0, 4711)
system('rt_sigqueueinfo', os.getpid(), int(signal.SIGRTMIN), info)
ready()
got = ctypes.create_string_buffer(128)
mask = struct.pack('Q', 1 << (signal.SIGRTMIN - 1)) + bytes(120)
number = libc.sigtimedwait(mask, got, struct.pack('qq', 1, 0))
expect(number == signal.SIGRTMIN, 'no signal waits any more')
expect(struct.unpack_from('Q', got, 24)[0] == 4711, 'the value of the signal is another')
`,
  },
  {
    id: 'pending-sigtrap',
    title: 'a blocked SIGTRAP that waits',
    program: `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTRAP])
os.kill(os.getpid(), signal.SIGTRAP)
ready()
expect(signal.SIGTRAP in signal.sigpending(), 'no signal waits any more')
`,
  },
  {
    id: 'signal-handler',
    title: 'a signal handler and ignored signals',
    program: `
seen = []
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
ready()
os.kill(os.getpid(), signal.SIGUSR2)
os.kill(os.getpid(), signal.SIGUSR1)
expect(wait_for(lambda: seen == [signal.SIGUSR1]), 'the handler was not called')
`,
  },
  {
    id: 'signal-stack',
    title: 'an alternate stack for signal handlers',
    program: `
room = mmap.mmap(-1, 1 << 16)
start = ctypes.addressof(ctypes.c_char.from_buffer(room))
library('sigaltstack', struct.pack('QixxxxQ', start, 0, 1 << 16), None)
ready()
old = ctypes.create_string_buffer(24)
library('sigaltstack', None, old)
expect(struct.unpack_from('Q', old)[0] == start, 'the stack is another')
`,
  },
  {
    id: 'interval-timer',
    title: 'an interval timer (setitimer)',
    program: `
ticks = []
signal.signal(signal.SIGALRM, lambda number, frame: ticks.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.03, 0.03)
expect(wait_for(lambda: ticks), 'it does not tick')
ready()
count = len(ticks)
expect(wait_for(lambda: len(ticks) > count), 'it ticks no longer')
`,
  },
  {
    id: 'posix-timer',
    title: 'a POSIX timer (timer_create)',
    program: `
ticks = []
signal.signal(signal.SIGUSR1, lambda number, frame: ticks.append(number))
identity = ctypes.c_int()
system('timer_create', 1, struct.pack('Qii', 5, signal.SIGUSR1, 0) + bytes(48), ctypes.byref(identity))
system('timer_settime', identity.value, 0, struct.pack('qqqq', 0, 30000000, 0, 30000000), 0)
expect(wait_for(lambda: ticks), 'it does not tick')
ready()
count = len(ticks)
expect(wait_for(lambda: len(ticks) > count), 'it ticks no longer')
system('timer_gettime', identity.value, ctypes.create_string_buffer(32))
`,
  },
  {
    id: 'timerfd',
    title: 'a timer behind a descriptor (timerfd)',
    program: `
fd = system('timerfd_create', 1, 0)
system('timerfd_settime', fd, 0, struct.pack('qqqq', 0, 600000000, 0, 600000000), 0)
ready()
expect(select.select([fd], [], [], 3)[0] and os.read(fd, 8), 'it does not tick')
left = ctypes.create_string_buffer(32)
system('timerfd_gettime', fd, left)
expect(struct.unpack('qqqq', left.raw)[1] == 600000000, 'its interval is another')
`,
  },
  {
    id: 'timerfd-expired',
    title: 'a periodic timer behind a descriptor, whose last tick nobody has read',
    program: `
fd = system('timerfd_create', 1, 0)
system('timerfd_settime', fd, 0, struct.pack('qqqq', 0, 40000000, 0, 40000000), 0)
os.read(fd, 8)
time.sleep(0.06)
ready()
os.read(fd, 8)
expect(select.select([fd], [], [], 2)[0], 'it ticks no longer')
`,
  },
  {
    id: 'monotonic-clock',
    title: 'a clock that does not run backwards (CLOCK_MONOTONIC)',
    program: `
monotonic, boot = time.clock_gettime(time.CLOCK_MONOTONIC), time.clock_gettime(7)
ready()
expect(time.clock_gettime(time.CLOCK_MONOTONIC) >= monotonic, 'CLOCK_MONOTONIC went back')
expect(time.clock_gettime(time.CLOCK_MONOTONIC) < monotonic + 600, 'CLOCK_MONOTONIC leapt')
expect(time.clock_gettime(7) >= boot, 'CLOCK_BOOTTIME went back')
`,
  },
  {
    id: 'long-sleep',
    title: 'a system call that is interrupted by the dump (nanosleep)',
    program: `
def sleeper():
    import threading
    thread = threading.Thread(target=time.sleep, args=(0.5,), daemon=True)
    thread.start()
    yield
    thread.join(3)
    expect(not thread.is_alive(), 'the sleep does not end')
one = member(sleeper)
ready()
one.ask()
`,
  },
]);
