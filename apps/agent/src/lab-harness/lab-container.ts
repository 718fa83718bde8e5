import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { listContainers, numbersOfContainer, removeContainer, startContainer } from '../../../../tools/lab/index.mjs';
import { type MoveSubject, startTimeOf } from './drive-move.ts';
import type { LabHost } from './lab-host.ts';

export interface ContainerChanges {
  /** More directories of the host, bound to the same path inside. */
  binds?: string[];
  /** What becomes its standard output; a file of the host cannot be dumped. */
  output?: string;
}

/** A runc container with a counter in a lab host: the system's /usr, a root of its own, numbers in a shared directory. */
export class LabContainer {
  readonly id: string;
  readonly #hosts: readonly LabHost[];
  readonly #set: number;
  readonly #nonce = `nonce-${process.pid}-${performance.now()}`;

  private constructor(set: number, hosts: readonly LabHost[], id: string) {
    this.id = id;
    this.#hosts = hosts;
    this.#set = set;
  }

  static async start(set: number, hosts: readonly LabHost[], id: string, changes: ContainerChanges = {}) {
    const container = new LabContainer(set, hosts, id);
    await startContainer(set, hosts[0]?.name ?? '', { id, nonce: container.#nonce, ...changes });
    await container.makeProgress();
    return container;
  }

  /** Hosts whose runc lists it, each with what it says of it. */
  async list(): Promise<{ host: string; pid: number; status: string; bundle: string }[]> {
    const found = await Promise.all(
      this.#hosts.map(async ({ name }) => {
        const listed = await listContainers(this.#set, name);
        return listed.filter(({ id }) => id === this.id).map((one) => ({ ...one, host: name }));
      }),
    );
    return found.flat();
  }

  async subject(): Promise<MoveSubject> {
    const [place] = await this.list();
    if (!place) throw new Error(`${this.id} runs nowhere`);
    const host = this.#hosts.find(({ name }) => name === place.host);
    const startTimeTicks = startTimeOf(Number(await this.#outside(host, place.pid)));
    const container = { runtime: 'runc' as const, id: this.id };
    const cgroup = `/workloads/${this.id}`;
    return {
      pid: place.pid,
      startTimeTicks,
      serviceAddress: null,
      ports: [],
      cgroup,
      expectedBytes: 20 << 20,
      ids: [],
      container,
      host: place.host,
    };
  }

  /** All numbers of this start, in the order in which they were written. */
  get numbers(): number[] {
    const lines = readFileSync(numbersOfContainer(this.#set, this.id), 'utf8').split('\n');
    const own = lines.filter((line) => line.startsWith(`${this.#nonce} `));
    return own.map((line) => Number(line.split(' ')[1]));
  }

  async makeProgress(deadlineMs = 30_000): Promise<void> {
    const count = () => {
      try {
        return this.numbers.length;
      } catch {
        return 0;
      }
    };
    const before = count();
    for (const end = performance.now() + deadlineMs; count() < before + 3; await sleep(20))
      if (performance.now() > end) throw new Error(`${this.id} makes no progress`);
  }

  end(): Promise<void> {
    return removeContainer(
      this.#set,
      this.#hosts.map(({ name }) => name),
      this.id,
    );
  }

  async #outside(host: LabHost | undefined, pid: number): Promise<number> {
    const inside = host?.pidsIn(`workloads/${this.id}`) ?? [];
    const found = inside.find((one) => {
      const levels = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1]?.split(/\s+/) ?? [];
      return Number(levels.at(-2)) === pid;
    });
    if (found === undefined) throw new Error(`process ${pid} of ${host?.name} is not in the container's cgroup`);
    return found;
  }
}
