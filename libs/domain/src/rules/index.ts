import { comparisonRules } from '../comparison/rules.ts';
import { bpfMaps } from './bpf-maps.ts';
import { cgroups } from './cgroups.ts';
import { containers } from './containers.ts';
import { criuReadiness } from './criu-readiness.ts';
import { criuStart } from './criu-start.ts';
import { deletedFiles } from './deleted-files.ts';
import { epollTargets } from './epoll-targets.ts';
import { fileLocks } from './file-locks.ts';
import { hostCapabilities } from './host-capabilities.ts';
import { imageSpace } from './image-space.ts';
import { inetSockets } from './inet-sockets.ts';
import { interruptedCalls } from './interrupted-calls.ts';
import { ioUring } from './io-uring.ts';
import { keyrings } from './keyrings.ts';
import { leftLinks } from './left-links.ts';
import { mappedLocks } from './mapped-locks.ts';
import { memoryFiles } from './memory-files.ts';
import { memoryMappings } from './memory-mappings.ts';
import { memorySupport } from './memory-support.ts';
import { mounts } from './mounts.ts';
import { namespaces } from './namespaces.ts';
import { networkLinks } from './network-links.ts';
import { networkLock } from './network-lock.ts';
import { networkSettings } from './network-settings.ts';
import { notificationWatches } from './notification-watches.ts';
import { otherSockets } from './other-sockets.ts';
import { outsideLocks } from './outside-locks.ts';
import { outsidePipes } from './outside-pipes.ts';
import { pipeCount } from './pipe-count.ts';
import { posixTimers } from './posix-timers.ts';
import { privileges } from './privileges.ts';
import { procFiles } from './proc-files.ts';
import { processAttributes } from './process-attributes.ts';
import { processRoom } from './process-room.ts';
import { ptyNumbers } from './pty-numbers.ts';
import { restoreLimits } from './restore-limits.ts';
import { restoreRights } from './restore-rights.ts';
import type { Rule } from './rule.ts';
import { scheduling } from './scheduling.ts';
import { sessions } from './sessions.ts';
import { sharedResources } from './shared-resources.ts';
import { strayFiles } from './stray-files.ts';
import { supervisors } from './supervisors.ts';
import { sysvMemory } from './sysv-memory.ts';
import { taskStates } from './task-states.ts';
import { tcpConnections } from './tcp-connections.ts';
import { terminals } from './terminals.ts';
import { threadDifferences } from './thread-differences.ts';
import { tracers } from './tracers.ts';
import { treeStability } from './tree-stability.ts';
import { tunDevices } from './tun-devices.ts';
import { unixSocketStates } from './unix-socket-states.ts';
import { unixSockets } from './unix-sockets.ts';
import { unsupportedFds } from './unsupported-fds.ts';

/** The catalogue, in the order in which findings of one severity are told. */
export const rules: readonly Rule[] = [
  criuStart,
  criuReadiness,
  hostCapabilities,
  privileges,
  tracers,
  taskStates,
  threadDifferences,
  treeStability,
  sharedResources,
  namespaces,
  mounts,
  strayFiles,
  containers,
  cgroups,
  supervisors,
  ioUring,
  unsupportedFds,
  bpfMaps,
  memoryFiles,
  epollTargets,
  notificationWatches,
  processRoom,
  tunDevices,
  memoryMappings,
  memorySupport,
  sysvMemory,
  inetSockets,
  tcpConnections,
  networkLock,
  networkLinks,
  networkSettings,
  unixSockets,
  unixSocketStates,
  otherSockets,
  outsidePipes,
  pipeCount,
  sessions,
  terminals,
  ptyNumbers,
  fileLocks,
  mappedLocks,
  outsideLocks,
  deletedFiles,
  leftLinks,
  procFiles,
  scheduling,
  posixTimers,
  interruptedCalls,
  keyrings,
  processAttributes,
  imageSpace,
  restoreRights,
  restoreLimits,
  ...comparisonRules,
];

export { type Capability, capability } from './capability.ts';
export { evaluateRule } from './evaluate-rule.ts';
export type { FactName, FactValues } from './fact-values.ts';
export { type FactsByName, flattenFacts } from './flatten-facts.ts';
export { defineRule, type FindingKind, type JudgeContext, type Reported, type Rule } from './rule.ts';
