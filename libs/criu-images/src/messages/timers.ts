import { bytes, flag, list, message, nested, u32, u64 } from './message.ts';

export const intervalTimer = message('IntervalTimer', { isec: u64(1), iusec: u64(2), vsec: u64(3), vusec: u64(4) });

export const posixTimer = message('PosixTimer', {
  id: u32(1),
  clock: u32(2),
  signal: u32(3),
  notify: u32(4),
  value: u64(5),
  overrun: u32(6),
  isec: u64(7),
  insec: u64(8),
  vsec: u64(9),
  vnsec: u64(10),
  thread: u32(11),
});

/** Timers of a task, as its core image holds them. */
export const taskTimers = message('TaskTimers', {
  real: nested(1, intervalTimer),
  virtual: nested(2, intervalTimer),
  profiling: nested(3, intervalTimer),
  posix: list(nested(4, posixTimer)),
});

/** One signal handler. */
export const signalAction = message('SignalAction', {
  handler: u64(1),
  flags: u64(2),
  restorer: u64(3),
  mask: u64(4),
  compat: flag(5),
  maskExtended: u64(6),
});

export const pendingSignal = message('PendingSignal', { siginfo: bytes(1) });
export const pendingSignals = message('PendingSignals', { signals: list(nested(1, pendingSignal)) });
