export { listBundleMounts, sourceOf } from './containers/bundle-mounts.ts';
export {
  type FoundContainer,
  isContainerIdTaken,
  listRunningContainers,
  readContainerState,
} from './containers/container-state.ts';
export { isBelow, isBind, type SpecMount } from './containers/oci-spec.ts';
export { readDataDirectory } from './files/read-data-directory.ts';
export { type CollectHostOptions, collectHost } from './host/collect-host.ts';
export { isExecutable } from './host/is-executable.ts';
export { readVisibleMounts } from './mounts/read-visible-mounts.ts';
export { hasAddress, type InterfaceAddress, readAddresses } from './network/addresses.ts';
export { type Announcement, announceAddress } from './network/announce-address.ts';
export { answerQuestions } from './questions/answer-questions.ts';
export { readMountFlags } from './questions/mount-flags.ts';
export {
  keepNonces,
  removeNonces,
  seesNonce,
  type WrittenNonces,
  writableDirectories,
  writeNonces,
} from './questions/nonce-files.ts';
export { findOverrideFile } from './supervisors/supervisord-config.ts';
export { callSupervisord, findControlSocket, listSupervised } from './supervisors/supervisord-control.ts';
export { supervisorsOf } from './supervisors/supervisors-of.ts';
export { encodeCall, parseAnswer, type XmlRpcValue } from './supervisors/xml-rpc.ts';
export { type CollectTreeOptions, collectTree } from './tree/collect-tree.ts';
export { readTreeOwners, type TreeOwners } from './tree/read-tree-owners.ts';
export { type ListWorkloadsOptions, listWorkloads } from './workloads/list-workloads.ts';
export { type DeclaredWorkloads, readDeclared } from './workloads/read-declared.ts';
