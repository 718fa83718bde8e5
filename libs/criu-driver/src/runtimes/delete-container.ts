import { rmdirSync } from 'node:fs';
import { isMounted } from '../mounts/unmount-below.ts';
import { runProgram } from '../program/run-program.ts';
import { findRuntime } from './find-runtime.ts';

/** Where runc binds the container's root for CRIU while it restores; a runc that is killed leaves it mounted (runc 1.1). */
const rootForCriu = (runtime: string, id: string): string => `/run/${runtime}/${id}/criu-root`;

/**
 * Makes a runtime forget a container, and ends what lives of it. One it does not know is no error. A root that is still
 * bound for CRIU is unbound first: the runtime would remove the files in it.
 *
 * @returns what was said when it was refused; null when the container is gone
 */
export const deleteContainer = async (runtime: string, id: string): Promise<string | null> => {
  if (runtime === 'podman') return removeFromPodman(id);
  const bound = rootForCriu(runtime, id);
  for (let times = 0; times < 8 && isMounted(bound); times++) {
    const { code, stderr } = await runProgram(['umount', '--lazy', bound]);
    if (code !== 0) return stderr.trim();
    removeEmpty(bound);
  }
  const { code, stderr } = await runProgram([findRuntime(runtime), 'delete', '--force', id], { deadlineMs: 30_000 });
  return code === 0 ? null : stderr.trim();
};

const removeEmpty = (dir: string): void => {
  try {
    rmdirSync(dir);
  } catch {
    // Something else is mounted below, or lies in it: the next round, or the runtime, finds it.
  }
};

const removeFromPodman = async (id: string): Promise<string | null> => {
  const argv = [findRuntime('podman'), 'rm', '--force', '--ignore', '--time', '0', id];
  const { code, stderr } = await runProgram(argv, { deadlineMs: 60_000 });
  return code === 0 ? null : stderr.trim();
};
