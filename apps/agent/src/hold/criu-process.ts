import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killCgroup, LogTail, listCgroupPids, readTask, startProgram, type TaskIdentity } from '@godwit/criu-driver';
import type { RuntimeCommand } from '../containers/runtime-command.ts';
import { readRuntimeLog } from '../containers/runtime-log.ts';
import type { RunPaths } from './run-paths.ts';

export interface CriuEnd {
  code: number | null;
  signal: string | null;
  /** Why it was killed by us, as the end of "It was ended because ..."; missing when it ended by itself. */
  why?: string;
}

interface CriuOptions {
  argv: readonly string[];
  paths: RunPaths;
  logName: string;
  /** Directory of the cgroup it is started in; null where there is no cgroup v2. */
  cgroupDir: string | null;
  /** Of a container's runtime, which starts CRIU: it has ended when nothing it started lives any more. */
  runtime?: Omit<RuntimeCommand, 'argv'>;
  /** Descriptors it inherits as 3, 4 and so on. */
  descriptors?: readonly number[] | undefined;
  /** Every line of its log, as it appears. `text` is without the time stamp. */
  onLines: (lines: readonly string[]) => void;
}

const pollMs = 5;
const keptLines = 200;
const mostPollsForOthers = 1000;
const idleAfterPolls = 200;
/** Some 100 KiB a process are usual with -v4. CRIU 4.2 writes the same lines for ever when a pages image is too short. */
export const longestLogBytes = 256 << 20;

/** One running CRIU, child of the hold process, with its log. */
export class CriuProcess {
  readonly #child: ReturnType<typeof startProgram>;
  readonly #tail: LogTail;
  readonly #onLines: CriuOptions['onLines'];
  readonly #timer: NodeJS.Timeout;
  readonly ended: Promise<CriuEnd>;
  /** Where a runtime and its CRIU live, and nothing else. */
  readonly #cgroupDir: string | null;
  #end: CriuEnd | null = null;
  #lines: string[] = [];
  #idlePolls = 0;
  #why: string | undefined;

  constructor({ argv, paths, logName, cgroupDir, onLines, runtime, descriptors = [] }: CriuOptions) {
    const cgroupProcs = cgroupDir === null ? [] : [path.join(cgroupDir, 'cgroup.procs')];
    const { criuOutput: outputFile, enterScript } = paths;
    // A restored container may get these streams for its own.
    const streams = runtime
      ? { outputFile: runtime.leavesOthers ? runtime.ownLog : '/dev/null', environment: runtime.environment }
      : { outputFile };
    this.#child = startProgram(argv, { ...streams, enterScript, cgroupProcs, descriptors, detached: true });
    this.#cgroupDir = runtime && !runtime.leavesOthers ? cgroupDir : null;
    this.#tail = new LogTail(path.join(paths.work, logName));
    this.#onLines = onLines;
    this.#timer = setInterval(() => this.#poll(), pollMs);
    this.ended = new Promise((resolve) => {
      const finish = (code: number | null, signal: string | null) => {
        this.#end ??= { code, signal, ...(this.#why !== undefined && { why: this.#why }) };
        clearInterval(this.#timer);
        this.readLog();
        if (runtime) this.#lines.push(...readRuntimeLog(runtime.ownLog));
        this.#tail.close();
        resolve(this.#end);
      };
      this.#child.once('error', () => finish(127, null));
      this.#child.once('exit', (code, signal) => void this.#waitForOthers().then(() => finish(code, signal)));
    });
  }

  get isRunning(): boolean {
    return this.#end === null;
  }

  /** How it ended; null while it runs. */
  get end(): CriuEnd | null {
    return this.#end;
  }

  get identity(): TaskIdentity | null {
    const task = this.#child.pid === undefined ? null : readTask(this.#child.pid);
    return task && { pid: task.pid, startTimeTicks: task.startTimeTicks };
  }

  /** The last lines of its log. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /** A held CRIU writes nothing for a long time: its log is then looked at less often. */
  #poll(): void {
    this.#idlePolls++;
    if (this.#tail.size > longestLogBytes)
      this.kill(`its log passed ${longestLogBytes >> 20} MiB, so it goes round in circles`);
    if (this.#idlePolls < idleAfterPolls || this.#idlePolls % 20 === 0) this.readLog();
  }

  /** Reads what was added to the log; called by itself every few milliseconds. */
  readLog(): void {
    const lines = this.#tail.read();
    if (lines.length === 0) return;
    this.#idlePolls = 0;
    this.#lines = [...this.#lines, ...lines].slice(-keptLines);
    this.#onLines(lines);
  }

  /** A runtime that was killed leaves its CRIU behind, which ends when it next wants to tell its stage. */
  async #waitForOthers(): Promise<void> {
    const dir = this.#cgroupDir;
    for (let polls = 0; dir !== null && listCgroupPids(dir).length > 0 && polls < mostPollsForOthers; polls++)
      await sleep(pollMs);
  }

  /** @param why completes "It was ended because ..." */
  kill(why: string): void {
    if (!this.isRunning) return;
    this.#why ??= why;
    this.#child.kill('SIGKILL');
    if (this.#cgroupDir !== null) killCgroup(this.#cgroupDir);
  }

  /** Waits for its end, and ends it when it takes longer. @returns null when it had to be killed */
  async endWithin(deadlineMs: number): Promise<CriuEnd | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), deadlineMs);
    });
    const end = await Promise.race([this.ended, late]);
    clearTimeout(timer);
    if (end) return end;
    this.kill(`it was not done within ${deadlineMs / 1000} s`);
    await this.ended;
    return null;
  }
}
