import { credentials } from './credentials.ts';
import { objectIds } from './inventory.ts';
import { flag, i32, list, maybe, message, needed, nested, s32, text, u32, u64 } from './message.ts';
import { registersX86 } from './registers-x86.ts';
import { pendingSignals, signalAction, taskTimers } from './timers.ts';

/** One process of `pstree.img`; all ids as the tree itself sees them. */
export const processEntry = message('ProcessEntry', {
  pid: needed(u32(1)),
  ppid: needed(u32(2)),
  pgid: u32(3),
  sid: u32(4),
  /** Thread ids; the first is the process itself. */
  threads: list(u32(5)),
});

export const limit = message('Limit', { current: u64(1), maximum: u64(2) });
const limits = message('Limits', { limits: list(nested(1, limit)) });

const taskCore = message('TaskCore', {
  state: needed(u32(1)),
  exitCode: u32(2),
  personality: u32(3),
  flags: u32(4),
  blockedSignals: u64(5),
  comm: text(6),
  timers: nested(7, taskTimers),
  limits: nested(8, limits),
  oldCgroupSet: maybe(u32(9)),
  sharedSignals: nested(10, pendingSignals),
  loginUid: maybe(u32(13)),
  oomScoreAdjust: maybe(i32(14)),
  signalActions: list(nested(15, signalAction)),
  childSubreaper: flag(18),
  stopSignal: maybe(u32(21)),
  membarriers: maybe(u32(22)),
});

const signalStack = message('SignalStack', { start: u64(1), size: u64(2), flags: u32(3) });
const rseq = message('Rseq', { pointer: u64(1), size: u32(2), signature: u32(3), criticalSection: u64(4) });

const threadCore = message('ThreadCore', {
  robustList: u64(1),
  robustListBytes: u32(2),
  nice: maybe(s32(3)),
  policy: maybe(u32(4)),
  priority: maybe(u32(5)),
  blockedSignals: u64(6),
  signalStack: nested(7, signalStack),
  parentDeathSignal: maybe(u32(8)),
  privateSignals: nested(9, pendingSignals),
  credentials: nested(10, credentials),
  seccompMode: maybe(u32(11)),
  seccompFilter: maybe(u32(12)),
  comm: maybe(text(13)),
  rseq: nested(15, rseq),
  cgroupSet: maybe(u32(16)),
});

/** `core-PID.img` and `core-TID.img`: state of one thread; the part about the process only in that of its leader. */
export const core = message('Core', {
  machine: needed(u32(1)),
  registersX86: nested(2, registersX86),
  task: nested(3, taskCore),
  ids: nested(4, objectIds),
  thread: nested(5, threadCore),
});
