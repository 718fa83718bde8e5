export { killCgroup, listCgroupPids, makeCgroup, removeCgroup } from './cgroup/cgroup.ts';
export { type Fence, isFenceUp, lowerFence, planFence, raiseFence } from './cgroup/fence.ts';
export { findHierarchies, type Hierarchies } from './cgroup/find-hierarchies.ts';
export { findOwnCgroup, type OwnCgroup, readCgroupPath } from './cgroup/own-cgroup.ts';
export {
  type DumpParts,
  dumpArguments,
  dumpLog,
  lazyPagesArguments,
  lazyPagesLog,
  preDumpArguments,
  type RestoreParts,
  restoreArguments,
  restoreLog,
} from './criu/criu-arguments.ts';
export { requirePermitted } from './criu/permitted-options.ts';
export { readCriuFacts } from './criu/read-criu-facts.ts';
export { readToolVersions } from './criu/read-tool-versions.ts';
export { type ImageDirectory, openImageDirectory } from './images/image-directory.ts';
export { findCause, type LogLine, parseLogLine } from './log/parse-log-line.ts';
export { dumpPhaseOf, isSeizeLine, restorePhaseOf } from './log/phase-of-line.ts';
export { trackPhases } from './log/phase-tracker.ts';
export { LogTail } from './log/tail-log.ts';
export { isMounted, listMountsBelow, unmountBelow } from './mounts/unmount-below.ts';
export { addAddress, findDeviceFor, findHolder, type HeldAddress, removeAddress } from './network/addresses.ts';
export { endTcpRepair } from './network/end-tcp-repair.ts';
export {
  hasNft,
  listTables,
  loadRuleset,
  type NftTable,
  networkLockNames,
  removeTable,
  removeTables,
} from './network/nftables.ts';
export { silenceTcp } from './network/silence-tcp.ts';
export { writeEnterScript } from './program/enter-script.ts';
export { isExecutable } from './program/is-executable.ts';
export { programTools } from './program/program-tools.ts';
export { runBounded } from './program/run-bounded.ts';
export { type ProgramResult, runProgram } from './program/run-program.ts';
export { makeSocketPair } from './program/socket-pair.ts';
export { startProgram } from './program/start-program.ts';
export { prepareCriuThroughRuntime } from './runtimes/criu-through-runtime.ts';
export { deleteContainer } from './runtimes/delete-container.ts';
export { findRuntime } from './runtimes/find-runtime.ts';
export {
  podmanCheckpointArguments,
  podmanRestoreArguments,
  requireKnownToPodman,
} from './runtimes/podman-arguments.ts';
export { runcCheckpointArguments, runcRestoreArguments } from './runtimes/runc-arguments.ts';
export { signalTask, waitUntilGone } from './tasks/end-task.ts';
export { isExiting, keepUserfaults, listUserfaults } from './tasks/keep-userfaults.ts';
export { listTree } from './tasks/list-tree.ts';
export { isAlive, readTask, type TaskIdentity, type TaskStatus } from './tasks/read-task.ts';
