import path from 'node:path';
import { isExecutable } from '@godwit/criu-driver';

/** The CRIU this agent uses: GODWIT_CRIU, else the one on PATH; null when there is none. */
export const findCriuPath = (env: NodeJS.ProcessEnv): string | null => {
  if (env.GODWIT_CRIU) return env.GODWIT_CRIU;
  const folders = [...(env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  return folders.map((folder) => path.join(folder, 'criu')).find(isExecutable) ?? null;
};
