import { comparisonRules } from '../comparison/rules.ts';
import { criuReadiness } from './criu-readiness.ts';
import { deletedFiles } from './deleted-files.ts';
import { fileLocks } from './file-locks.ts';
import { imageSpace } from './image-space.ts';
import { inetSockets } from './inet-sockets.ts';
import { ioUring } from './io-uring.ts';
import { memoryMappings } from './memory-mappings.ts';
import { namespaces } from './namespaces.ts';
import { networkLock } from './network-lock.ts';
import { otherSockets } from './other-sockets.ts';
import { outsidePipes } from './outside-pipes.ts';
import { privileges } from './privileges.ts';
import type { Rule } from './rule.ts';
import { scheduling } from './scheduling.ts';
import { sessions } from './sessions.ts';
import { supervisors } from './supervisors.ts';
import { sysvMemory } from './sysv-memory.ts';
import { taskStates } from './task-states.ts';
import { tcpConnections } from './tcp-connections.ts';
import { terminals } from './terminals.ts';
import { tracers } from './tracers.ts';
import { treeStability } from './tree-stability.ts';
import { tunDevices } from './tun-devices.ts';
import { unixSockets } from './unix-sockets.ts';
import { unsupportedFds } from './unsupported-fds.ts';

/** The catalogue, in the order in which findings of one severity are told. */
export const rules: readonly Rule[] = [
  criuReadiness,
  privileges,
  tracers,
  taskStates,
  treeStability,
  namespaces,
  supervisors,
  ioUring,
  unsupportedFds,
  tunDevices,
  memoryMappings,
  sysvMemory,
  inetSockets,
  tcpConnections,
  networkLock,
  unixSockets,
  otherSockets,
  outsidePipes,
  sessions,
  terminals,
  fileLocks,
  deletedFiles,
  scheduling,
  imageSpace,
  ...comparisonRules,
];

export { evaluateRule } from './evaluate-rule.ts';
export type { FactName, FactValues } from './fact-values.ts';
export { type FactsByName, flattenFacts } from './flatten-facts.ts';
export { defineRule, type FindingKind, type JudgeContext, type Reported, type Rule } from './rule.ts';
