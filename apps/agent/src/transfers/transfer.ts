import { rmSync } from 'node:fs';
import path from 'node:path';
import type { CommandResult } from '@godwit/agent-protocol';
import { toErrorReport } from '@godwit/domain/errors';
import { openedDir } from '../at-rest/index.ts';
import { type RunPaths, runPaths } from '../hold/run-paths.ts';

type Report = NonNullable<CommandResult<'report-transfer'>['transfer']>;

/** Keys and half of a checkpoint that is on its way; nothing of it outlives the agent. */
export const transferPaths = (stateDir: string, runId: string): RunPaths =>
  runPaths(path.join(stateDir, 'transfers'), runId);

/** An agent that starts carries no transfer of the one before: the server begins anew. */
export const removeLeftTransfers = (stateDir: string): void => {
  for (const left of [path.join(stateDir, 'transfers'), openedDir(stateDir)])
    rmSync(left, { recursive: true, force: true });
};

/** One side of a checkpoint on its way between two agents. */
export class Transfer {
  readonly paths: RunPaths;
  report: Report = { state: 'waiting', bytes: 0 };
  /** Closes sockets and listeners. */
  close: () => void = () => undefined;

  constructor(paths: RunPaths) {
    this.paths = paths;
  }

  measure(bytes: number): void {
    if (this.#isOpen) this.report = { ...this.report, state: 'moving', bytes };
  }

  /** Of images that are opened, hashed or sealed: whoever waits sees that this side works. */
  readonly work = (bytes: number): void => {
    if (this.#isOpen) this.report = { ...this.report, worked: (this.report.worked ?? 0) + bytes };
  };

  get #isOpen(): boolean {
    return this.report.state === 'waiting' || this.report.state === 'moving';
  }

  finish(): void {
    this.report = { ...this.report, state: 'done' };
    this.end();
  }

  fail(error: unknown): void {
    if (this.report.state === 'done' || this.report.state === 'failed') return;
    this.report = { state: 'failed', bytes: this.report.bytes, error: toErrorReport(error) };
    this.end();
  }

  /** What is complete lies elsewhere by now. */
  end(): void {
    this.close();
    rmSync(this.paths.dir, { recursive: true, force: true });
  }
}
