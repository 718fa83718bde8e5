export { type CollectHostOptions, collectHost } from './host/collect-host.ts';
export { hasAddress, type InterfaceAddress, readAddresses } from './network/addresses.ts';
export { type Announcement, announceAddress } from './network/announce-address.ts';
export { answerQuestions } from './questions/answer-questions.ts';
export {
  keepNonces,
  removeNonces,
  seesNonce,
  type WrittenNonces,
  writableDirectories,
  writeNonces,
} from './questions/nonce-files.ts';
export { type CollectTreeOptions, collectTree } from './tree/collect-tree.ts';
export { readTreeOwners, type TreeOwners } from './tree/read-tree-owners.ts';
export { type ListWorkloadsOptions, listWorkloads } from './workloads/list-workloads.ts';
export { type DeclaredWorkloads, readDeclared } from './workloads/read-declared.ts';
