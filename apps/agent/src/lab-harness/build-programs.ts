import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildHarnessPrograms } from '../../../../tools/build/harness-programs.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Puts the harness's agent and the real hold process into a folder. In an emulator bundling takes half a minute: there they
 * were bundled before it started, and GODWIT_HARNESS_PROGRAMS says where they lie.
 */
export const buildPrograms = async (folder: string): Promise<void> => {
  const built = process.env.GODWIT_HARNESS_PROGRAMS;
  if (built) cpSync(built, folder, { recursive: true });
  else await buildHarnessPrograms(root, folder);
};
