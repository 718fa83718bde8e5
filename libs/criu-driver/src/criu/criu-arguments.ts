import { requirePermitted } from './permitted-options.ts';

interface CommonParts {
  criuPath: string;
  imagesDir: string;
  /** Log and statistics. */
  workDir: string;
  /** The script CRIU calls at its stages; null for none. */
  actionScript: string | null;
  /** Options of the plan, checked against the list of permitted ones. */
  options: readonly string[];
}

export interface DumpParts extends CommonParts {
  pid: number;
  leaveRunning: boolean;
  /** nftables locks in one step; CRIU's default, iptables, costs 30 to 70 ms. */
  networkLock: 'nftables' | 'iptables';
  /** Most pages stay with the tree until they are asked for over a socket; undefined for an ordinary dump. */
  pageServer?: PageDescriptors;
  /** Directory, beside the images, of the last round that was dumped ahead: pages unchanged since are not written again. */
  parent?: string;
}

export interface PreDumpParts extends Omit<CommonParts, 'actionScript'> {
  pid: number;
  /** The round before, relative to `imagesDir`; undefined for the first. */
  parent?: string;
  /** Name of its log in `workDir`. */
  log: string;
}

/** Descriptors that CRIU inherits: the connected socket over which pages go, and a pipe into which it writes when it is ready. */
interface PageDescriptors {
  socket: number;
  status: number;
}

export interface RestoreParts extends CommonParts {
  /** Where CRIU writes the pid of the restored root task. */
  pidFile: string;
  /** Pages come later, from a `criu lazy-pages` that runs in the same work directory. */
  lazyPages?: boolean;
}

interface LazyPagesParts {
  criuPath: string;
  imagesDir: string;
  workDir: string;
  descriptors: PageDescriptors;
}

export const dumpLog = 'dump.log';
export const restoreLog = 'restore.log';
export const lazyPagesLog = 'lazy-pages.log';

/** The command line of a dump. Throws `command-refused` for an option that may not be passed. */
export const dumpArguments = (parts: DumpParts): string[] => {
  requirePermitted('dump', parts.options);
  const lock = named(parts.options, '--network-lock') ? [] : [`--network-lock=${parts.networkLock}`];
  const end = parts.leaveRunning ? ['--leave-running'] : [];
  const lazy = parts.pageServer ? ['--lazy-pages', ...pageSocket(parts.pageServer)] : [];
  const tracked = parts.parent === undefined ? [] : trackedFrom(parts.parent);
  return [
    parts.criuPath,
    'dump',
    `--tree=${parts.pid}`,
    ...common(parts, dumpLog),
    ...lock,
    ...end,
    ...lazy,
    ...tracked,
  ];
};

/**
 * The command line of a round ahead of the dump: the tree stands still only while CRIU takes references to its pages, and runs while
 * they are written. It refuses to work where the kernel does not track dirty pages. Throws `command-refused` as above.
 */
export const preDumpArguments = (parts: PreDumpParts): string[] => {
  requirePermitted('dump', parts.options);
  const own = common({ ...parts, actionScript: null }, parts.log);
  const tracked = parts.parent === undefined ? ['--track-mem'] : trackedFrom(parts.parent);
  return [parts.criuPath, 'pre-dump', `--tree=${parts.pid}`, ...own, ...tracked];
};

/** CRIU makes a link `parent` to it among the images. A plan can name neither option. */
const trackedFrom = (parent: string): string[] => ['--track-mem', `--prev-images-dir=${parent}`];

/** The command line of a restore; CRIU ends once the tasks run. Throws `command-refused` as above. */
export const restoreArguments = (parts: RestoreParts): string[] => {
  requirePermitted('restore', parts.options);
  const own = ['--restore-detached', `--pidfile=${parts.pidFile}`, ...(parts.lazyPages ? ['--lazy-pages'] : [])];
  return [parts.criuPath, 'restore', ...common(parts, restoreLog), ...own];
};

/** The command line of the daemon that fetches missing pages for a copy restored with `lazyPages`, from `images` and the socket. */
export const lazyPagesArguments = ({ criuPath, imagesDir, workDir, descriptors }: LazyPagesParts): string[] => [
  criuPath,
  'lazy-pages',
  `--images-dir=${imagesDir}`,
  `--work-dir=${workDir}`,
  `--log-file=${lazyPagesLog}`,
  // With -v4 it writes several lines for every page.
  '-v2',
  '--page-server',
  ...pageSocket(descriptors),
];

const pageSocket = ({ socket, status }: PageDescriptors): string[] => [
  `--ps-socket=${socket}`,
  `--status-fd=${status}`,
];

// cgroups are Godwit's: the copy is built inside its own, wherever the source's was (a fenced cgroup would freeze it).
const common = (parts: CommonParts, log: string): string[] => [
  `--images-dir=${parts.imagesDir}`,
  `--work-dir=${parts.workDir}`,
  `--log-file=${log}`,
  '-v4',
  '--manage-cgroups=ignore',
  ...(parts.actionScript === null ? [] : [`--action-script=${parts.actionScript}`]),
  ...parts.options.filter((option) => !option.startsWith('--manage-cgroups')),
];

const named = (options: readonly string[], name: string): boolean => options.some((one) => one.startsWith(`${name}=`));
