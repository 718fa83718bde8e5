import { arch, hostname } from 'node:os';
import type { HostFacts } from '@godwit/domain/facts';
import { readAddresses } from '../network/addresses.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { attempt, readText } from '../procfs/read-text.ts';
import { parseCpuinfo } from './parse-cpuinfo.ts';
import { parseMeminfo } from './parse-meminfo.ts';
import { readCgroupSupport } from './read-cgroup-support.ts';
import { readCriuProgram } from './read-criu-program.ts';
import { readDetails } from './read-details.ts';
import { readImagesDirectory } from './read-images-directory.ts';
import { readLimits, readPrivileges } from './read-limits.ts';
import { readPageSize } from './read-page-size.ts';
import { readTools } from './read-tools.ts';

export interface CollectHostOptions {
  /** Asks CRIU about itself; starting it is not for this library. */
  readCriu: () => Promise<HostFacts['criu']>;
  /** Path of the CRIU that is asked, null when none was found; left out, whether there is one is not read. */
  criuPath?: string | null;
  /** Asks the tools CRIU may start for their versions; left out, that is not read. */
  readToolVersions?: () => Promise<NonNullable<HostFacts['toolVersions']>>;
  /** Where images would be written; it need not exist yet. */
  imagesDirectory: string;
}

const architectures: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64' };

const readKernel = () => ({
  release: readText('/proc/sys/kernel/osrelease').trim(),
  version: readText('/proc/sys/kernel/version').trim(),
  architecture: architectures[arch()] ?? arch(),
});

const line = (path: string) => attempt(path, () => readText(path).trim());

/** Everything of this host that a dump or a restore depends on. What cannot be read is unknown with its reason. */
export const collectHost = async (options: CollectHostOptions): Promise<HostFacts> => ({
  hostname: hostname(),
  bootId: line('/proc/sys/kernel/random/boot_id'),
  machineId: line('/etc/machine-id'),
  kernel: attempt('/proc/sys/kernel', readKernel),
  pageSizeBytes: attempt('/proc/self/auxv', readPageSize),
  cpu: attempt('/proc/cpuinfo', () => parseCpuinfo(readText('/proc/cpuinfo'))),
  memory: attempt('/proc/meminfo', () => parseMeminfo(readText('/proc/meminfo'))),
  uptimeSeconds: attempt('/proc/uptime', () => Number.parseFloat(readText('/proc/uptime'))),
  criu: await options.readCriu(),
  privileges: attempt('/proc/self/status', () => readPrivileges(parseStatus(readText('/proc/self/status')))),
  limits: attempt('/proc/sys', readLimits),
  tools: attempt('PATH', () => readTools()),
  cgroup: attempt('/proc/self/mountinfo', readCgroupSupport),
  addresses: attempt('Network addresses', readAddresses),
  imagesDirectory: attempt(options.imagesDirectory, () => readImagesDirectory(options.imagesDirectory)),
  ...readDetails(),
  ...(options.criuPath === undefined ? {} : { criuProgram: readCriuProgram(options.criuPath) }),
  ...(options.readToolVersions === undefined ? {} : { toolVersions: await options.readToolVersions() }),
});
