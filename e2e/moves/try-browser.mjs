/**
 * Rehearses and moves every kind of workload in every mode there and back by clicking in a browser, with clients attached and the outside
 * judge looking. Takes some minutes; the tests do a short form of it. See docs/modes.md.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findCriu } from '../../tools/criu/find-criu.mjs';

const { values } = parseArgs({
  options: { set: { type: 'string', default: '191' }, podman: { type: 'string' }, 'with-podman': { type: 'boolean' } },
});
const root = path.join(import.meta.dirname ?? path.dirname(process.argv[1]), '../..');
const criu = await findCriu();
if (!criu.found) throw new Error(criu.reason);
const podman = values.podman ? path.resolve(values.podman) : values['with-podman'] ? '' : undefined;
const argv = [
  path.join(root, 'node_modules/@playwright/test/cli.js'),
  ...['test', '--config', 'e2e/playwright.config.ts', '--project=set-up', '--project=matrix', '--reporter=list'],
];
const env = {
  ...process.env,
  GODWIT_E2E_MATRIX: '1',
  GODWIT_E2E_LAB_SET: values.set,
  GODWIT_CRIU: criu.path,
  GODWIT_AGENT_PROBES: 'off',
  ...(podman === undefined ? {} : { GODWIT_E2E_PODMAN: podman }),
};
const child = spawn(process.execPath, argv, { cwd: root, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
