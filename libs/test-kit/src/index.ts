export {
  buildAnswers,
  buildBundle,
  buildCheckpoint,
  buildDestination,
  buildHost,
  buildTree,
} from './builders/build-bundle.ts';
export { buildContainer } from './builders/build-container.ts';
export { buildFile, buildIdentity } from './builders/build-identity.ts';
export { buildMatrix } from './builders/build-matrix.ts';
export { buildMount, buildMountNamespace, buildRootMount } from './builders/build-mounts.ts';
export { buildLink, buildNetworkNamespace } from './builders/build-network.ts';
export { buildInetSocket, buildListener, buildOtherSocket, buildUnixSocket } from './builders/build-socket.ts';
export { buildFd, buildMapping, buildTask, buildThread, hostNamespaces } from './builders/build-task.ts';
export { buildWorkload } from './builders/build-workload.ts';
export { describeRule, type FiringCase, type RuleCase } from './describe-rule.ts';
export { mutateJson, mutateText, seeded } from './mutate.ts';
