import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';

const quietNx = { CI: '1', NX_NO_CLOUD: 'true', NX_DAEMON: 'false', NX_TUI: 'false' };

/** Format, lint, file and function limits. */
export const format = commandCheck('format and lint', (root) => [
  path.join(root, 'node_modules/@biomejs/biome/bin/biome'),
  'ci',
  '--colors=off',
  '--error-on-warnings',
  '--max-diagnostics=60',
  '.',
]);

/** Types of every package; Nx answers from its cache where nothing changed. */
export const types = commandCheck('types', (root) => [
  path.join(root, 'node_modules/nx/dist/bin/nx.js'),
  'run-many',
  '-t',
  'typecheck',
  '--output-style=static',
]);

/** Types of what lies outside of the packages: tools, browser tests and their configuration. */
export const toolTypes = commandCheck('types of tools and browser tests', (root) => [
  path.join(root, 'node_modules/ts7/bin/tsc'),
  '--noEmit',
  '-p',
  'tools',
]);

/** Code that nobody uses, and dependencies that nobody imports or nobody declared. */
export const deadCode = commandCheck('dead code and unused dependencies', (root) => [
  path.join(root, 'node_modules/knip/bin/knip.js'),
  '--no-progress',
  '--no-config-hints',
]);

function commandCheck(name, script) {
  return {
    name,
    async run(root) {
      const options = { cwd: root, capture: true, deadlineMs: 300_000, env: { ...process.env, ...quietNx } };
      const result = await runCommand([process.execPath, ...script(root)], options);
      return result.code === 0 ? [] : [result.output.trim() || `${name} ended with code ${result.code}`];
    },
  };
}
