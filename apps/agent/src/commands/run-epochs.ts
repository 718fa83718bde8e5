import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runKeySchema } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { writeFileDurably } from '../configuration/write-file-durably.ts';

const fileSchema = z.record(z.uuid(), z.number().int().positive());
const rememberedRuns = 1000;

/** The highest epoch seen of each run, on disk before the command is carried out: an older server is refused for ever. */
export class RunEpochs {
  readonly #file: string;
  readonly #seen: Map<string, number>;

  constructor(stateDir: string) {
    this.#file = path.join(stateDir, 'epochs.json');
    this.#seen = new Map(Object.entries(readEpochs(this.#file)));
  }

  /** Throws `epoch-stale` for a command of a run with an older epoch than one seen before. */
  check(request: unknown): void {
    const key = runKeySchema.safeParse(request);
    if (!key.success) return;
    const { runId, epoch } = key.data;
    const seen = this.#seen.get(runId) ?? 0;
    if (epoch < seen) throw stale(epoch, seen);
    if (epoch > seen) this.#remember(runId, epoch);
  }

  #remember(runId: string, epoch: number): void {
    this.#seen.delete(runId);
    this.#seen.set(runId, epoch);
    for (const oldest of this.#seen.keys()) if (this.#seen.size > rememberedRuns) this.#seen.delete(oldest);
    writeFileDurably(this.#file, JSON.stringify(Object.fromEntries(this.#seen)));
  }
}

const readEpochs = (file: string): Record<string, number> => {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Absent at the first start. The journals of the runs hold their epochs too.
    return {};
  }
};

const stale = (epoch: number, seen: number): GodwitError =>
  new GodwitError({
    code: 'epoch-stale',
    message: `The command carries epoch ${epoch}, but this agent already follows epoch ${seen} of the same run.`,
    remedy: 'Nothing is to be done: an older server process gave this command and another one drives the run now.',
  });
