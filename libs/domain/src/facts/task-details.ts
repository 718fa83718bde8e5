import { z } from 'zod';
import { factSchema } from './fact.ts';

const n = z.number();
const id = z.number().int();
/** A set of signals or capabilities as the kernel prints it: hexadecimal, bit 0 is signal or capability 1 or 0. */
const mask = z.string().regex(/^[0-9a-f]{0,32}$/i, 'This is no hexadecimal number.');

/** Facts of a thread that were added later: a bundle made before has none of them, which means "not read". */
export const threadDetailsShape = {
  comm: z.string().optional(),
  uids: z.array(id).optional(),
  gids: z.array(id).optional(),
  capEffective: mask.optional(),
  noNewPrivs: z.boolean().optional(),
  seccompMode: id.optional(),
  /** Filters on the thread (Linux 5.9). */
  seccompFilters: id.optional(),
  /** Signals waiting for this very thread. */
  pendingSignals: mask.optional(),
  blockedSignals: mask.optional(),
  realtimePriority: id.optional(),
  /** ioprio_get(2): class in the bits from 13 on, level below; 0 when none was set. */
  ioPriority: id.optional(),
  voluntarySwitches: n.optional(),
  /** What this thread does not share with the main thread: `files`, `fs`, `sysvsem` (kcmp), or a kind of namespace. */
  unshared: z.array(z.string()).optional(),
} as const;

export const timerSchema = z.object({
  timerId: id,
  signal: id,
  /** `signal`, `none` or `thread`, and whom it tells, as in /proc/PID/timers: `signal/tid.412`. */
  notify: z.string(),
  /** Clock id of timer_create(2); below zero the CPU clock of a process or thread. */
  clock: id,
});

export const capabilitySetsSchema = z.object({
  inheritable: mask,
  permitted: mask,
  effective: mask,
  bounding: mask,
  ambient: mask,
});

/** Facts of a task that were added later. */
export const taskDetailsShape = {
  groups: z.array(id).optional(),
  capabilities: capabilitySetsSchema.optional(),
  seccompFilters: id.optional(),
  /** Signals waiting for the process as a whole. */
  sharedPendingSignals: mask.optional(),
  /** Signal the parent gets when the task ends (/proc/PID/stat field 38). */
  exitSignal: id.optional(),
  /** PF_* flags of the main thread (/proc/PID/stat field 9). */
  kernelFlags: n.optional(),
  /** THP_enabled of /proc/PID/status is 0: prctl(PR_SET_THP_DISABLE). */
  hugePagesDisabled: z.boolean().optional(),
  /** x86_Thread_features of /proc/PID/status, for example `shstk`. */
  threadFeatures: z.array(z.string()).optional(),
  /** Lines of /proc/PID/status about speculation, as printed. */
  speculation: z.record(z.string(), z.string()).optional(),
  personality: factSchema(n).optional(),
  /** Function of the kernel the main thread waits in; `0` when it runs. */
  waitChannel: factSchema(z.string()).optional(),
  timerSlackNs: factSchema(n).optional(),
  oomScoreAdjustment: factSchema(n).optional(),
  coredumpFilter: factSchema(z.string()).optional(),
  /** prlimit(2) by the names of prlimit(1), null for unlimited. */
  limits: factSchema(z.record(z.string(), z.object({ soft: n.nullable(), hard: n.nullable() }))).optional(),
  timers: factSchema(z.array(timerSchema)).optional(),
  /** Label of the security module (/proc/PID/attr/current), null where no module gives one. */
  securityLabel: factSchema(z.string().nullable()).optional(),
  /** Audit login uid and session; null when none was set. */
  login: factSchema(z.object({ uid: n.nullable(), session: n.nullable() })).optional(),
  /** NUMA policies other than `default`, each once. Null on a host with a single memory node, where none matters. */
  numaPolicies: factSchema(z.array(z.string()).nullable()).optional(),
  /** Directory of the frozen cgroup the task is in or below of, null when none is frozen. */
  frozenCgroup: factSchema(z.string().nullable()).optional(),
  /** Milliseconds for which the task was seen in state D without a single change of context. */
  stuckMs: n.optional(),
} as const;

/** Facts of a mapping that were added later. */
export const mappingDetailsShape = {
  /** Size of its pages; more than the host's own for hugetlb. */
  kernelPageBytes: n.optional(),
  swapBytes: n.optional(),
  /** Pages of its own, present now: what CRIU writes of private memory. */
  anonymousBytes: n.optional(),
} as const;

/** Kinds of kcmp(2) that tell processes which share a table. */
export const sharedKinds = ['vm', 'fs', 'files', 'sighand', 'sysvsem'] as const;

/** Facts of a tree that were added later. */
export const taskSharingShape = {
  /** Two or more processes of the tree with one address space, directory, descriptor table, signal handlers or undo list. */
  sharedResources: factSchema(z.array(z.object({ kind: z.enum(sharedKinds), pids: z.array(id) }))).optional(),
  /** Tasks and threads that came and went between the first and the last look. */
  changes: z.object({ appeared: n, ended: n }).optional(),
  /** Keys in the kernel's keyrings, other than keyrings, that belong to users of the tree and that the reader may see. */
  userKeys: factSchema(z.array(z.object({ uid: id, type: z.string(), count: n }))).optional(),
} as const;
