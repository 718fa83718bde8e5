import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  findSampleWorkload,
  labLayout,
  labStatus,
  readWorkloadRecord,
  restartWorkload,
} from '../../../../tools/lab/index.mjs';
import { type MoveSubject, startTimeOf } from './drive-move.ts';
import { hostOf, innerPidOf, linkOf, readOr } from './look-at-processes.ts';

interface Place {
  /** Pid on the machine. */
  pid: number;
  insidePid: number;
  host: string;
}

const ports: Record<string, number> = { counter: 7001, 'echo-server': 7000, redis: 6379 };

/** A sample workload, seen from outside: by the nonce in its environment, over /proc of the machine. */
export class LabWorkload {
  readonly name: string;
  readonly #nonce: string;
  readonly #serviceAddress: string | null;
  readonly #hosts: { name: string; pid: number }[];

  private constructor(set: number, name: string) {
    this.name = name;
    const lab = labLayout(set);
    this.#nonce = readWorkloadRecord(lab, name)?.nonce ?? '';
    this.#serviceAddress = findSampleWorkload(lab, name).serviceAddress ?? null;
    this.#hosts = labStatus({ set }).hosts.map((host) => ({ name: host.name, pid: Number(host.pid) }));
  }

  /** Starts it anew on its home host; the echo client, which gives up on a server that stays away, too. */
  static async start(set: number, name: string): Promise<LabWorkload> {
    await restartWorkload(labLayout(set), name);
    if (name === 'echo-server') await restartWorkload(labLayout(set), 'echo-client');
    const workload = new LabWorkload(set, name);
    await workload.makeProgress();
    return workload;
  }

  /** Everywhere it runs: two copies show as two. */
  get places(): Place[] {
    const entry = `GODWIT_LAB_NONCE=${this.#nonce}`;
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const found = pids.filter((pid) => readOr(`/proc/${pid}/environ`).split('\0').includes(entry));
    return found.map((pid) => ({ pid: Number(pid), insidePid: innerPidOf(pid), host: hostOf(this.#hosts, pid) }));
  }

  get place(): Place {
    const [place, ...more] = this.places;
    if (!place || more.length > 0) throw new Error(`${this.name} runs ${more.length + (place ? 1 : 0)} times`);
    return place;
  }

  get subject(): MoveSubject {
    const { pid, insidePid } = this.place;
    return {
      pid: insidePid,
      startTimeTicks: startTimeOf(pid),
      serviceAddress: this.#serviceAddress,
      ports: [ports[this.name] ?? 0].filter(Boolean),
      cgroup: `/workloads/${this.name}`,
      expectedBytes: 80_000_000,
      ids: [insidePid],
    };
  }

  /** What the observer on lab-c got of the counter, in order. */
  get observed(): number[] {
    return this.#observations.map(({ number }) => number);
  }

  /** The counter's connections that the observer saw. */
  get connections(): number {
    return new Set(this.#observations.map(({ from }) => from)).size;
  }

  /** How often the echo client was disappointed so far. */
  get clientErrors(): number {
    return this.#clientLines.filter(({ kind }) => kind === 'error').length;
  }

  get echoed(): number {
    return this.#clientLines.findLast(({ kind }) => kind === 'summary')?.echoed ?? 0;
  }

  /** Waits until it visibly works. @returns after how many milliseconds */
  async makeProgress(deadlineMs = 60_000): Promise<number> {
    const measure = () => this.#measure();
    let before = measure();
    const start = performance.now();
    while (measure() <= before + (this.name === 'counter' ? 3 : 0)) {
      if (performance.now() - start > deadlineMs) throw new Error(`${this.name} makes no progress`);
      await sleep(20);
      // The client was started again and counts from the beginning.
      before = Math.min(before, measure());
    }
    return performance.now() - start;
  }

  #measure(): number {
    if (this.name === 'counter') return this.observed.length;
    return this.name === 'private-file' ? this.#readPrivateNumber() : this.echoed;
  }

  /** What private-file has written last, in the file as the process itself has it open. */
  #readPrivateNumber(): number {
    const [place] = this.places;
    const fds = place ? readdirSync(`/proc/${place.pid}/fd`).map((fd) => `/proc/${place.pid}/fd/${fd}`) : [];
    const file = fds.find((fd) => linkOf(fd).endsWith('/private-file/state'));
    return file === undefined ? 0 : Number.parseInt(readOr(file), 10);
  }

  get #observations(): { nonce: string; number: number; from: string }[] {
    const lines = this.#readOn('lab-c', '/var/log/observer.jsonl') as { nonce: string; number: number; from: string }[];
    return lines.filter(({ nonce }) => nonce === this.#nonce);
  }

  get #clientLines(): { kind: string; echoed?: number }[] {
    return this.#readOn('lab-c', '/var/log/echo-client.jsonl') as { kind: string; echoed?: number }[];
  }

  /** A program that has just been started has written nothing yet, not even the file. */
  #readOn(host: string, file: string): unknown[] {
    const pid = this.#hosts.find(({ name }) => name === host)?.pid;
    const text = readOr(path.join(`/proc/${pid}/root`, file));
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  }
}

/** Numbers that came more than once, too late or not at all; empty when each came once and in order. */
export const findDisorder = (numbers: readonly number[]): string[] =>
  numbers.flatMap((number, index) => {
    const before = numbers[index - 1];
    return before === undefined || number === before + 1 ? [] : [`${number} after ${before}`];
  });
