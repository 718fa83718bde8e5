import type { CriuEnd, CriuProcess } from './criu-process.ts';
import type { HookPipe } from './hook-pipe.ts';

/** Waits until CRIU is held by its hook. @returns the script's pid, or how CRIU ended without getting there */
export const waitForHook = (criu: CriuProcess, hook: HookPipe): Promise<{ script: number } | { end: CriuEnd }> =>
  Promise.race([hook.held.then((script) => ({ script })), criu.ended.then((end) => ({ end }))]);
