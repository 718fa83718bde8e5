export { buildAnswers, buildBundle, buildDestination, buildHost, buildTree } from './builders/build-bundle.ts';
export { buildFile, buildIdentity } from './builders/build-identity.ts';
export { buildInetSocket, buildListener, buildOtherSocket, buildUnixSocket } from './builders/build-socket.ts';
export { buildFd, buildMapping, buildTask, buildThread, hostNamespaces } from './builders/build-task.ts';
export { buildWorkload } from './builders/build-workload.ts';
export { describeRule, type FiringCase, type RuleCase } from './describe-rule.ts';
