import { cleanWorkFiles } from './clean-work-files.ts';
import { HookPipe } from './hook-pipe.ts';
import type { RunPaths } from './run-paths.ts';

/** The hook in which CRIU is held when it has built a copy. Each CRIU needs one of its own. */
export class RestoreHook {
  readonly #paths: RunPaths;
  readonly #write: (paths: RunPaths) => void;
  #pipe: HookPipe | null = null;
  #isUsed = false;

  /** @param write puts its script where CRIU looks for it */
  constructor(paths: RunPaths, write: (paths: RunPaths) => void) {
    this.#paths = paths;
    this.#write = write;
  }

  /** The one that is used, or will be; null before it is made. */
  get pipe(): HookPipe | null {
    return this.#pipe;
  }

  async make(): Promise<void> {
    await cleanWorkFiles(this.#paths);
    this.#write(this.#paths);
    this.#pipe = await HookPipe.open(this.#paths);
  }

  /** One that was never used, made while nothing stands still where that is possible. */
  async take(): Promise<HookPipe> {
    if (this.#isUsed) {
      this.#pipe?.close();
      await this.make();
    }
    this.#isUsed = true;
    if (!this.#pipe) throw new Error('the hook was not made');
    return this.#pipe;
  }
}
