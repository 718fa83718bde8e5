import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../../../tools/build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../../../../tools/build/koffi-beside.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Bundles the harness's agent and the real hold process into a folder. */
export const buildPrograms = async (folder: string): Promise<void> => {
  const programs = [
    ['apps/agent/src/lab-harness/agent-program.ts', 'agent.js'],
    ['apps/agent/src/hold/main.ts', 'hold.js'],
  ] as const;
  for (const [entry, name] of programs) {
    await bundle(root, { entry, outfile: path.relative(root, path.join(folder, name)), plugins: [koffiBeside] });
  }
  copyKoffiAddon(folder);
};
