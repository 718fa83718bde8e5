import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { labLayout, spawnOn } from '../../../../tools/lab/index.mjs';
import { type MoveSubject, startTimeOf } from './drive-move.ts';
import type { LabHost } from './lab-host.ts';
import { hostOf, innerPidOf, readOr } from './look-at-processes.ts';

interface Seen {
  turn: number;
  reused: number;
  isRight: boolean;
  line: string;
}

const program = fileURLToPath(new URL('./churn.py', import.meta.url));

/** A tree that changes its memory all the time and says whether all of it is as it must be (churn.py), seen from outside. */
export class ChurningTree {
  readonly #hosts: readonly LabHost[];
  readonly #name: string;
  readonly #log: string;

  private constructor(hosts: readonly LabHost[], name: string, log: string) {
    this.#hosts = hosts;
    this.#name = name;
    this.#log = log;
  }

  /** Starts it on the first host. */
  static async start(set: number, hosts: readonly LabHost[], name: string, mebibytes: number): Promise<ChurningTree> {
    const shared = labLayout(set).sharedDir;
    copyFileSync(program, path.join(shared, `${name}.py`));
    const argv = ['python3', `/srv/shared/${name}.py`, String(mebibytes), `/srv/shared/${name}.seen`];
    await spawnOn(set, hosts[0]?.name ?? '', argv, { cgroup: `/workloads/${name}`, logFile: '/dev/null' });
    const tree = new ChurningTree(hosts, name, path.join(shared, `${name}.seen`));
    await tree.checkItself();
    return tree;
  }

  /** The root, everywhere it runs: its children are short-lived and told apart by their parent. */
  get places(): { pid: number; insidePid: number; host: string }[] {
    const pids = readdirSync('/proc').filter(
      (pid) => /^\d+$/.test(pid) && readOr(`/proc/${pid}/cmdline`).includes(`${this.#name}.seen`),
    );
    const roots = pids.filter(
      (pid) => !pids.includes(/^PPid:\s+(\d+)$/m.exec(readOr(`/proc/${pid}/status`))?.[1] ?? ''),
    );
    return roots.map((pid) => ({ pid: Number(pid), insidePid: innerPidOf(pid), host: hostOf(this.#hosts, pid) }));
  }

  get place(): { pid: number; insidePid: number; host: string } {
    const [place, ...more] = this.places;
    if (!place || more.length > 0) throw new Error(`the tree runs ${this.places.length} times`);
    return place;
  }

  get subject(): MoveSubject {
    const { pid, insidePid } = this.place;
    const common = { serviceAddress: null, ports: [], cgroup: `/workloads/${this.#name}`, expectedBytes: 60_000_000 };
    return { ...common, pid: insidePid, startTimeTicks: startTimeOf(pid), ids: [insidePid] };
  }

  get seen(): Seen[] {
    return readOr(this.#log)
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [turn, , reused, verdict] = line.split(' ');
        return { turn: Number(turn), reused: Number(reused), isRight: verdict === 'right', line };
      });
  }

  /** What it found wrong in its memory, and turns of its checks that are missing or there twice. */
  get faults(): string[] {
    const wrong = this.seen.filter(({ isRight }) => !isRight).map(({ line }) => line);
    const gaps = this.seen
      .filter(({ turn }, index) => turn !== (index + 1) * 16)
      .map(({ line }) => `out of turn: ${line}`);
    return [...wrong, ...gaps];
  }

  /** Waits until it has checked all of its memory again, twice: once may have begun before. */
  async checkItself(): Promise<void> {
    const { length } = this.seen;
    for (const end = performance.now() + 60_000; this.seen.length < length + 2; await sleep(50))
      if (performance.now() > end) throw new Error('the tree does not go on');
  }

  end(): void {
    for (const { pid } of this.places) process.kill(pid, 'SIGKILL');
  }
}
