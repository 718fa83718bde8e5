import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { syncFolder, writeFileDurably } from '../configuration/write-file-durably.ts';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { Journal } from '../hold/journal.ts';
import type { JournalRecord } from '../hold/journal-records.ts';
import { type RunPaths, runPaths } from '../hold/run-paths.ts';

type Opened = Omit<Extract<JournalRecord, { kind: 'opened' }>, 'at' | 'bootMs' | 'bootId' | 'kind' | 'runId'>;
export type RunKind = 'runs' | 'checkpoints';

/** The directories of all runs of this host: moves and restores in `runs`, dumps, which stay, in `checkpoints`. */
export class RunStore {
  readonly #stateDir: string;

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
  }

  pathsOf(kind: RunKind, runId: string): RunPaths {
    return runPaths(path.join(this.#stateDir, kind), runId);
  }

  /** Makes the directory and the journal of a run. Idempotent. */
  open(kind: RunKind, runId: string, opened: Opened): RunPaths {
    const paths = this.pathsOf(kind, runId);
    mkdirSync(paths.work, { recursive: true, mode: 0o700 });
    mkdirSync(paths.images, { recursive: true, mode: 0o700 });
    syncFolder(path.dirname(paths.dir));
    const journal = Journal.open(paths);
    if (!journal.isOpened) journal.append({ kind: 'opened', runId, ...opened });
    else journal.checkEpoch(opened.epoch);
    journal.close();
    return paths;
  }

  /** Where a checkpoint lies: a dump's own directory, or that of the move that kept it. */
  checkpoint(id: string): RunPaths {
    const own = this.pathsOf('checkpoints', id);
    const ofMove = this.pathsOf('runs', id);
    return !existsSync(own.journal) && existsSync(checkpointRecordFile(ofMove.dir)) ? ofMove : own;
  }

  find(runId: string): RunPaths | null {
    const found = (['runs', 'checkpoints'] as const).map((kind) => this.pathsOf(kind, runId));
    return found.find((paths) => existsSync(paths.journal)) ?? null;
  }

  /** Throws `not-found`. */
  require(runId: string): RunPaths {
    const paths = this.find(runId);
    if (paths) return paths;
    throw new GodwitError({
      code: 'not-found',
      message: `This host knows nothing of the run ${runId}, so nothing was done.`,
      remedy: 'Open the run on this host first.',
    });
  }

  list(kind: RunKind): RunPaths[] {
    const dir = path.join(this.#stateDir, kind);
    const names = existsSync(dir) ? readdirSync(dir) : [];
    return names.map((name) => this.pathsOf(kind, name)).filter((paths) => existsSync(paths.journal));
  }
}

/** What was asked of a run last, kept so that another hold process can go on with it. */
export const saveRequest = (paths: RunPaths, name: string, request: object): void =>
  writeFileDurably(path.join(paths.dir, `${name}.request.json`), JSON.stringify(request));

export const readRequest = <T>(paths: RunPaths, name: string): T | null => {
  const file = path.join(paths.dir, `${name}.request.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
};
