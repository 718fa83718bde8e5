import { closeSync, constants, existsSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { isAlive, readTask, runProgram, type TaskIdentity } from '@godwit/criu-driver';
import type { RunPaths } from './run-paths.ts';

/** The hold process's ends of the two FIFOs. While they are open the hook script waits; when this process dies it goes on. */
export class HookPipe {
  readonly #verdict: number;
  readonly #stage: Socket;
  /** The script's pid, once CRIU is held. */
  readonly held: Promise<number>;

  #script: TaskIdentity | null = null;

  private constructor(paths: RunPaths) {
    // Open for both directions: neither side ever waits for the other to open.
    this.#verdict = openSync(paths.verdict, constants.O_RDWR | constants.O_NONBLOCK);
    const fd = openSync(paths.stage, constants.O_RDWR | constants.O_NONBLOCK);
    this.#stage = new Socket({ fd, readable: true, writable: false });
    this.held = new Promise((resolve) => {
      let text = '';
      this.#stage.on('data', (chunk) => {
        text += chunk.toString('utf8');
        const script = /^post-(?:dump|restore) (\d+)\n/.exec(text)?.[1];
        if (!script) return;
        this.#script ??= readTask(Number(script));
        resolve(Number(script));
      });
    });
  }

  /** Makes the FIFOs anew, so that no line of an earlier CRIU is left in them. */
  static async open(paths: RunPaths): Promise<HookPipe> {
    const old = [paths.stage, paths.verdict].filter((file) => existsSync(file));
    if (old.length > 0) await runProgram(['rm', '-f', ...old]);
    const { code, stderr } = await runProgram(['mkfifo', '-m', '600', paths.stage, paths.verdict]);
    if (code !== 0) throw new Error(`The FIFOs of the hook cannot be made: ${stderr.trim()}`);
    return new HookPipe(paths);
  }

  /** Says that the script is dead which keeps CRIU where it is: CRIU then frees the tree and its connections. */
  findDeath(): string | null {
    return this.#script && isAlive(this.#script) ? null : 'The script in which criu was held died.';
  }

  /** Wakes the script, which then looks at the decision. */
  wake(): void {
    writeSync(this.#verdict, 'decided\n');
  }

  close(): void {
    this.#stage.destroy();
    closeSync(this.#verdict);
  }
}
