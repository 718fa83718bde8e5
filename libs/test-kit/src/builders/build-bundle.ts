import {
  type Answers,
  type CheckpointFacts,
  type FactBundle,
  type HostFacts,
  known,
  type TreeFacts,
} from '@godwit/domain/facts';
import { buildTask, hostNamespaces } from './build-task.ts';

const gibibyte = 1024 ** 3;

/** A host on which everything works: CRIU 4.2.1, Linux 6.18, root with all capabilities. */
export const buildHost = (changes: Partial<HostFacts> = {}): HostFacts => ({
  hostname: 'host-a',
  bootId: known('boot-a'),
  machineId: known('machine-a'),
  kernel: known({ release: '6.18.0', version: '#1 SMP', architecture: 'x86_64' }),
  pageSizeBytes: known(4096),
  cpu: known({ vendor: 'GenuineIntel', model: 'Xeon', flags: ['sse4_2', 'avx2', 'vmx'], count: 4 }),
  memory: known({ totalBytes: 16 * gibibyte, availableBytes: 8 * gibibyte, swapFreeBytes: 0 }),
  uptimeSeconds: known(1000),
  criu: known({
    path: '/usr/sbin/criu',
    version: '4.2.1',
    checkProblem: null,
    features: { network_lock_nftables: true },
    tcpProbe: { passed: true, detail: 'dumped and restored' },
  }),
  privileges: known({ uid: 0, capEffective: '000001ffffffffff', seccompMode: 0, yamaPtraceScope: 0 }),
  limits: known({
    pidMax: 4_194_304,
    threadsMax: 100_000,
    nrOpen: 1_048_576,
    unprivilegedPortStart: 1024,
    maxMapCount: 65_530,
    overcommitMemory: 0,
  }),
  tools: known({ iptables: '/usr/sbin/iptables', ip6tables: '/usr/sbin/ip6tables', nft: '/usr/sbin/nft' }),
  cgroup: known({ version: 'v2', freezer: true }),
  addresses: known([{ interface: 'eth0', address: '10.0.0.1', prefixLength: 24 }]),
  imagesDirectory: known({
    path: '/var/lib/godwit',
    freeBytes: 50 * gibibyte,
    freeInodes: 1_000_000,
    filesystem: 'ext4',
  }),
  ...changes,
});

/** A tree of one healthy detached process. */
export const buildTree = (changes: Partial<TreeFacts> = {}): TreeFacts => ({
  rootPid: 100,
  tasks: [buildTask()],
  ancestors: known([]),
  supervisors: known([]),
  inetSockets: known([]),
  unixSockets: known([]),
  otherSockets: known([]),
  mounts: known([]),
  outsidePipeHolders: known([]),
  unreadHolders: [],
  outsideLocks: known([]),
  ptys: known({ inUse: [], heldOutside: [] }),
  files: known([]),
  dumpedMemoryBytes: known(64 * 1024 * 1024),
  changedWhileRead: false,
  sharedResources: known([]),
  userKeys: known([]),
  collectorNamespaces: known({ ...hostNamespaces }),
  mountNamespaces: known([]),
  strayFiles: known([]),
  namespaceDetails: known({ children: [], threads: [], owners: {}, held: [], ownProc: true, timeOffsets: null }),
  networkNamespaces: known([]),
  ipcNamespaces: known([]),
  treeCgroups: known({ reader: [{ controllers: '', path: '/' }], threads: [], directories: [] }),
  durationMs: 12,
  ...changes,
});

interface BundleChanges {
  host?: Partial<HostFacts>;
  tree?: Partial<TreeFacts>;
  nonces?: FactBundle['nonces'];
}

/** The source's bundle of a tree that can move anywhere. */
export const buildBundle = ({ host, tree, nonces }: BundleChanges = {}): FactBundle => ({
  format: 'godwit-facts',
  version: 1,
  collectedAt: '2026-08-01T12:00:00.000Z',
  host: buildHost(host),
  tree: buildTree(tree),
  ...(nonces === undefined ? {} : { nonces }),
});

/** Answers of a destination on which nothing the tree needs is taken or missing. */
export const buildAnswers = (changes: Partial<Answers> = {}): Answers => ({
  files: known([]),
  idsTaken: known([]),
  portsTaken: known([]),
  addressesPresent: known([]),
  noncesSeen: known([]),
  unixNamesFound: known([]),
  terminalsTaken: known([]),
  unreachable: known([]),
  ...changes,
});

interface DestinationChanges {
  host?: Partial<HostFacts>;
  answers?: Partial<Answers>;
}

/** The bundle of a destination like the source, with its answers. */
export const buildDestination = ({ host, answers }: DestinationChanges = {}): FactBundle => ({
  format: 'godwit-facts',
  version: 1,
  collectedAt: '2026-08-01T12:00:01.000Z',
  host: buildHost({ hostname: 'host-b', bootId: known('boot-b'), machineId: known('machine-b'), ...host }),
  answers: buildAnswers(answers),
});

/** Whole images that ask for nothing. */
export const buildCheckpoint = (changes: Partial<CheckpointFacts> = {}): CheckpointFacts => ({
  problems: [],
  finished: true,
  imageVersion: 2,
  plugins: [],
  ownNamespaces: [],
  parentBytes: 0,
  lazyBytes: 0,
  parentThere: null,
  options: [],
  networkLock: 'iptables',
  loose: {},
  ...changes,
});
