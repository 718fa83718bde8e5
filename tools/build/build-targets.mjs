import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { bundle } from './bundle.mjs';
import { copyKoffiAddon, koffiBeside } from './koffi-beside.mjs';
import { packageClosure } from './package-closure.mjs';

/**
 * @typedef {{ name: string, entries: string[], inputs: string[], outputs: string[], stamp: string,
 *   build: (root: string) => Promise<void> }} BuildTarget `entries` must exist, `inputs` decide whether to build again
 */

const alwaysInputs = ['package-lock.json', 'tsconfig.base.json', 'tools/build'];

/**
 * What `npm run build` makes, in order: the portal's types need the generated database client.
 *
 * @param {string} root
 * @returns {BuildTarget[]}
 */
export function buildTargets(root) {
  return [databaseClient(), serverBundle(root), agentBundles(root), cliBundle(root), webBuild(root)];
}

function databaseClient() {
  return {
    name: 'database-client',
    entries: ['prisma/schema.prisma'],
    inputs: [
      'prisma/schema.prisma',
      'prisma.config.ts',
      'tools/prisma',
      'libs/history-store/package.json',
      'package-lock.json',
    ],
    outputs: ['libs/history-store/src/generated'],
    stamp: 'libs/history-store/dist/.build-stamp',
    build: (root) => run(root, ['npm', 'run', '--silent', 'generate', '--workspace', '@godwit/history-store']),
  };
}

function serverBundle(root) {
  const entry = 'apps/server/src/main.ts';
  const outfile = 'apps/server/dist/main.js';
  return {
    name: 'server',
    entries: [entry],
    inputs: [...alwaysInputs, 'prisma/schema.prisma', ...packageClosure(root, 'apps/server')],
    outputs: [outfile],
    stamp: 'apps/server/dist/.build-stamp',
    build: () => bundle(root, { entry, outfile, external: ['next', 'pg-native'] }),
  };
}

function agentBundles(root) {
  const programs = [
    { entry: 'apps/agent/src/main.ts', outfile: 'apps/agent/dist/agent.js' },
    { entry: 'apps/agent/src/hold/main.ts', outfile: 'apps/agent/dist/hold.js' },
  ];
  return {
    name: 'agent',
    entries: programs.map(({ entry }) => entry),
    inputs: [...alwaysInputs, ...packageClosure(root, 'apps/agent')],
    outputs: [...programs.map(({ outfile }) => outfile), 'apps/agent/dist/koffi.node'],
    stamp: 'apps/agent/dist/.build-stamp',
    async build() {
      for (const program of programs) await bundle(root, { ...program, plugins: [koffiBeside] });
      copyKoffiAddon(path.join(root, 'apps/agent/dist'));
    },
  };
}

function cliBundle(root) {
  const entry = 'apps/cli/src/main.ts';
  const outfile = 'apps/cli/dist/godwit.js';
  return {
    name: 'cli',
    entries: [entry],
    inputs: [...alwaysInputs, ...packageClosure(root, 'apps/cli')],
    outputs: [outfile, 'apps/cli/dist/koffi.node'],
    stamp: 'apps/cli/dist/.build-stamp',
    async build() {
      await bundle(root, { entry, outfile, plugins: [koffiBeside] });
      copyKoffiAddon(path.join(root, 'apps/cli/dist'));
    },
  };
}

function webBuild(root) {
  return {
    name: 'web',
    entries: ['apps/web/next.config.ts', 'apps/web/src/app'],
    inputs: [...alwaysInputs, ...packageClosure(root, 'apps/web')],
    outputs: ['apps/web/.next/BUILD_ID'],
    stamp: 'apps/web/.next/.build-stamp',
    build: () => run(root, [process.execPath, path.join(root, 'node_modules/next/dist/bin/next'), 'build'], 'apps/web'),
  };
}

async function run(root, argv, folder = '.') {
  const env = { ...process.env, ...quiet };
  const options = { cwd: path.join(root, folder), env, capture: true, deadlineMs: 480_000 };
  const result = await runCommand(argv, options);
  if (result.code !== 0)
    throw new Error(`${argv.join(' ')} failed${result.timedOut ? ' (deadline passed)' : ''}:\n${result.output}`);
}

const quiet = {
  CI: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  NODE_ENV: 'production',
};
