import path from 'node:path';
import { bundle } from './bundle.mjs';
import { copyKoffiAddon, koffiBeside } from './koffi-beside.mjs';

const programs = [
  { entry: 'apps/agent/src/lab-harness/agent-program.ts', name: 'agent.js' },
  { entry: 'apps/agent/src/hold/main.ts', name: 'hold.js' },
];

/**
 * Bundles what lab tests run in the hosts: the harness's agent and the real hold process.
 *
 * @param {string} root of the project
 * @param {string} folder where they go
 */
export async function buildHarnessPrograms(root, folder) {
  for (const { entry, name } of programs) {
    await bundle(root, { entry, outfile: path.relative(root, path.join(folder, name)), plugins: [koffiBeside] });
  }
  copyKoffiAddon(folder);
}
