import { credentials } from '../messages/credentials.ts';
import { epollTarget } from '../messages/events.ts';
import { mapping } from '../messages/memory.ts';
import { message, needed, text, u32, u64 } from '../messages/message.ts';
import { limit } from '../messages/process.ts';
import { intervalTimer, pendingSignal, posixTimer, signalAction } from '../messages/timers.ts';
import { imageKind } from './image-kind.ts';

const inodePath = message('InodePath', { device: u32(1), inode: u64(2), path: needed(text(3)) });

/** Images of CRIU before 2.0, whose contents are in core, mm and files today, and the cache of inode paths. */
export const oldKinds = {
  epollTargets: imageKind(['EVENTPOLL_TFD', 0x44433746, /^eventpoll-tfd\.img$/], epollTarget),
  mappings: imageKind(['VMAS', 0x54123737, /^vmas-\d+\.img$/], mapping),
  signalActions: imageKind(['SIGACT', 0x55344201, /^sigacts-\d+\.img$/], signalAction),
  intervalTimers: imageKind(['ITIMERS', 0x57464056, /^itimers-\d+\.img$/], intervalTimer),
  posixTimers: imageKind(['POSIX_TIMERS', 0x52603957, /^posix-timers-\d+\.img$/], posixTimer),
  credentials: imageKind(['CREDS', 0x54023547, /^creds-\d+\.img$/], credentials),
  limits: imageKind(['RLIMIT', 0x57113925, /^rlimit-\d+\.img$/], limit),
  pendingSignals: imageKind(['SIGNAL', 0x59255647, /^signal-[sp]-\d+\.img$/], pendingSignal),
  inodePaths: imageKind(['IRMAP_CACHE', 0x57004059, /^irmap-cache$/], inodePath),
} as const;
