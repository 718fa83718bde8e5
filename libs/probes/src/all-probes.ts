import type { Probe } from './probe.ts';
import { criuProbes } from './probes/criu-behaviour.ts';
import { eventProbes } from './probes/events.ts';
import { fileProbes } from './probes/files.ts';
import { internetSocketProbes } from './probes/internet-sockets.ts';
import { ipcProbes } from './probes/ipc.ts';
import { memoryProbes } from './probes/memory.ts';
import { namespaceProbes } from './probes/namespaces.ts';
import { otherSocketProbes } from './probes/other-sockets.ts';
import { pipeProbes } from './probes/pipes.ts';
import { processProbes } from './probes/processes.ts';
import { rightsProbes } from './probes/rights.ts';
import { signalProbes } from './probes/signals-and-timers.ts';
import { terminalProbes } from './probes/terminals.ts';
import { threadProbes } from './probes/threads.ts';
import { unixSocketProbes } from './probes/unix-sockets.ts';

/** Every probe, in the order in which results are told. */
export const allProbes: readonly Probe[] = [
  ...processProbes,
  ...threadProbes,
  ...rightsProbes,
  ...signalProbes,
  ...eventProbes,
  ...fileProbes,
  ...pipeProbes,
  ...unixSocketProbes,
  ...internetSocketProbes,
  ...otherSocketProbes,
  ...terminalProbes,
  ...memoryProbes,
  ...ipcProbes,
  ...namespaceProbes,
  ...criuProbes,
];
