import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execOn, labStatus, spawnOn } from '../../../../tools/lab/index.mjs';

/** One lab host, looked at from outside with the system's own tools. */
export class LabHost {
  readonly name: string;
  readonly #set: number;

  /** Its process 1, on the machine. */
  readonly pid: number;
  readonly cgroupDir: string;

  constructor(set: number, name: string) {
    const status = labStatus({ set }).hosts.find((host) => host.name === name);
    if (!status) throw new Error(`there is no host ${name}`);
    this.#set = set;
    this.name = name;
    this.pid = Number(status.pid);
    this.cgroupDir = status.cgroupDir;
  }

  async run(...argv: string[]): Promise<string> {
    const { code, stdout, stderr } = await execOn(this.#set, this.name, argv);
    if (code !== 0) throw new Error(`${argv.join(' ')} on ${this.name} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** Starts something in a cgroup of the host and leaves it running. */
  async start(cgroup: string, ...argv: string[]): Promise<void> {
    await spawnOn(this.#set, this.name, argv, { cgroup, logFile: '/dev/null' });
  }

  /** Everything that a run could leave behind outside its own directory. */
  async snapshot(): Promise<{ tables: string; addresses: string; cgroups: string[]; mounts: number }> {
    const addresses = JSON.parse(await this.run('ip', '-json', 'address')) as { addr_info: { local: string }[] }[];
    return {
      tables: await this.run('nft', 'list', 'ruleset'),
      addresses: addresses
        .flatMap((link) => link.addr_info.map(({ local }) => local))
        .sort()
        .join(' '),
      cgroups: listDirectories(path.join(this.cgroupDir, 'godwit')).filter((dir) =>
        /\/(holds|criu|copies)\/./.test(dir),
      ),
      mounts: readFileSync(`/proc/${this.pid}/mountinfo`, 'utf8').split('\n').length,
    };
  }

  /** A file inside, as the machine sees it. */
  fileOf(inside: string): string {
    return path.join(`/proc/${this.pid}/root`, inside);
  }

  /** Pids on the machine of the processes in one of the host's cgroups and below. */
  pidsIn(cgroup: string): number[] {
    return [path.join(this.cgroupDir, cgroup), ...listDirectories(path.join(this.cgroupDir, cgroup))].flatMap(readPids);
  }
}

const readPids = (dir: string): number[] => {
  try {
    return readFileSync(path.join(dir, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

const listDirectories = (dir: string): string[] => {
  try {
    const below = readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isDirectory());
    return below.map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
};
