import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Ending {
  /** The program that was started; it waits for the first process of the namespaces. */
  pid: number | undefined;
  folder: string;
  hasEnded: () => boolean;
}

const patienceMs = 5000;

/**
 * Kills the first process of the namespaces, and the kernel all others with it. The program that was started ends when none is
 * left, and until then its pid and that of its child cannot mean anybody else.
 */
export const endSandbox = async ({ pid, folder, hasEnded }: Ending): Promise<void> => {
  if (hasEnded() || pid === undefined) return;
  kill(readInit(folder) ?? pid);
  if (await waitUntil(hasEnded)) return;
  kill(pid);
  await waitUntil(hasEnded);
};

const waitUntil = async (truth: () => boolean): Promise<boolean> => {
  for (const end = performance.now() + patienceMs; !truth() && performance.now() < end; ) await sleep(3);
  return truth();
};

const readInit = (folder: string): number | null => {
  try {
    const pid = Number(readFileSync(path.join(folder, 'init'), 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
};
