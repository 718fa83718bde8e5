import type {
  Answers,
  CapabilityMatrix,
  CheckpointFacts,
  Container,
  DataDirectory,
  DependedFile,
  FactBundle,
  FileIdentity,
  HostDetails,
  HostFacts,
  InetSocket,
  IpcNamespace,
  Mapping,
  MountNamespace,
  NamespaceDetails,
  NetworkNamespace,
  OpenFd,
  OtherSocket,
  StrayFile,
  Task,
  TreeCgroups,
  TreeFacts,
  UnixSocket,
} from '../facts/index.ts';

type Value<F> = F extends { known: true; value: infer V } ? V : never;
type Owned<T> = T & { pid: number };

/** The facts a rule may ask for, by name, with the type it gets once the fact is known. */
export interface FactValues {
  tasks: Task[];
  fds: Owned<OpenFd>[];
  mappings: Owned<Mapping>[];
  exes: Owned<FileIdentity>[];
  cwds: Owned<FileIdentity>[];
  roots: Owned<FileIdentity>[];
  cgroups: Owned<{ controllers: string; path: string }>[];
  namespaces: { pid: number; kinds: Record<string, string> }[];
  inetSockets: InetSocket[];
  unixSockets: UnixSocket[];
  otherSockets: OtherSocket[];
  mounts: Value<TreeFacts['mounts']>;
  files: DependedFile[];
  /** None when nobody asked about any. */
  dataDirectories: DataDirectory[];
  ancestors: Value<TreeFacts['ancestors']>;
  supervisors: Value<TreeFacts['supervisors']>;
  outsidePipeHolders: Value<TreeFacts['outsidePipeHolders']>;
  /** Processes whose descriptors could not be read; none when the bundle does not say. */
  unreadHolders: number[];
  outsideLocks: Value<NonNullable<TreeFacts['outsideLocks']>>;
  ptys: Value<NonNullable<TreeFacts['ptys']>>;
  dumpedMemoryBytes: number;
  rootPid: number;
  sharedResources: Value<NonNullable<TreeFacts['sharedResources']>>;
  changes: NonNullable<TreeFacts['changes']>;
  userKeys: Value<NonNullable<TreeFacts['userKeys']>>;
  changedWhileRead: boolean;
  /** Namespaces of the process that read the facts, by kind as in /proc/PID/ns: CRIU would run in them too. */
  collectorNamespaces: Record<string, string>;
  /** Processes known to live in a user namespace other than the reader's: their rights come from there. */
  inOwnUsers: number[];
  mountNamespaces: MountNamespace[];
  strayFiles: StrayFile[];
  namespaceDetails: NamespaceDetails;
  networkNamespaces: NetworkNamespace[];
  ipcNamespaces: IpcNamespace[];
  treeCgroups: TreeCgroups;
  /** Null when the tree is no container; in bundles of before this was read, too: CRIU alone was asked then. */
  container: Container | null;
  /** Null when no probes were run here. */
  capabilityMatrix: CapabilityMatrix | null;
  nonces: NonNullable<FactBundle['nonces']>;
  hostname: string;
  bootId: string;
  kernel: Value<HostFacts['kernel']>;
  pageSizeBytes: number;
  cpu: Value<HostFacts['cpu']>;
  memory: Value<HostFacts['memory']>;
  criu: Value<HostFacts['criu']>;
  privileges: Value<HostFacts['privileges']>;
  limits: Value<HostFacts['limits']>;
  tools: Value<HostFacts['tools']>;
  addresses: Value<HostFacts['addresses']>;
  imagesDirectory: Value<HostFacts['imagesDirectory']>;
  /** Facts that few trees depend on: each stays a fact of its own, so that not reading one matters only where it is needed. */
  details: HostDetails;
  'destination.capabilityMatrix': CapabilityMatrix | null;
  /** Only where images are judged. */
  checkpoint: CheckpointFacts;
  'destination.hostname': string;
  'destination.bootId': string;
  'destination.kernel': Value<HostFacts['kernel']>;
  'destination.pageSizeBytes': number;
  'destination.cpu': Value<HostFacts['cpu']>;
  'destination.memory': Value<HostFacts['memory']>;
  'destination.criu': Value<HostFacts['criu']>;
  'destination.privileges': Value<HostFacts['privileges']>;
  'destination.limits': Value<HostFacts['limits']>;
  'destination.tools': Value<HostFacts['tools']>;
  'destination.addresses': Value<HostFacts['addresses']>;
  'destination.imagesDirectory': Value<HostFacts['imagesDirectory']>;
  'destination.details': HostDetails;
  'destination.files': Value<Answers['files']>;
  'destination.idsTaken': Value<Answers['idsTaken']>;
  'destination.portsTaken': Value<Answers['portsTaken']>;
  'destination.addressesPresent': Value<Answers['addressesPresent']>;
  'destination.noncesSeen': Value<Answers['noncesSeen']>;
  /** Answers few trees need, each a fact of its own. */
  'destination.places': Pick<Answers, 'unixNamesFound' | 'terminalsTaken' | 'unreachable' | 'container'>;
}
export type FactName = keyof FactValues;
