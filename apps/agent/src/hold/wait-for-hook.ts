import type { CriuEnd, CriuProcess } from './criu-process.ts';
import type { HookPipe } from './hook-pipe.ts';

/** Waits until CRIU is held by its hook. @returns the script's pid, or how CRIU ended without getting there */
export const waitForHook = (criu: CriuProcess, hook: HookPipe): Promise<{ script: number } | { end: CriuEnd }> =>
  Promise.race([hook.held.then((script) => ({ script })), criu.ended.then((end) => ({ end }))]);

const deadlineMs = 110_000;

/** The same for a restore, which is ended when it takes too long: clients wait for the source meanwhile. */
export const waitForHookInTime = (criu: CriuProcess, hook: HookPipe): ReturnType<typeof waitForHook> => {
  const timer = setTimeout(() => criu.kill(`it was not done within ${deadlineMs / 1000} s`), deadlineMs);
  return waitForHook(criu, hook).finally(() => clearTimeout(timer));
};
