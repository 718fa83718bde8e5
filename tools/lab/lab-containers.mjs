import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execOn, requireHost } from './enter-host.mjs';
import { labLayout } from './lab-layout.mjs';
import { outputTo } from './output-to.mjs';

const program = fileURLToPath(new URL('workloads/container-counter.py', import.meta.url));
const directories = ['usr', 'proc', 'dev', 'sys', 'tmp', 'data', 'var', 'app', 'beside'];

/** Where a container writes its numbers: on the machine, and on every host below /srv/shared. */
export function numbersOfContainer(set, id, stateDir) {
  return path.join(labLayout(set, stateDir).sharedDir, 'containers', id, 'numbers');
}

/**
 * Starts a container of runc that counts on a lab host: the system's /usr, a root of its own, a directory of its bundle, numbers in a shared
 * directory.
 *
 * @param {number} set
 * @param {string} hostName
 * @param {{ id: string, nonce: string, binds?: string[], output?: string, stateDir?: string }} options `binds`: more directories of
 *   the host, bound to the same path inside; `output`: what becomes its standard output, where a file of the host cannot be dumped
 */
export async function startContainer(set, hostName, { id, nonce, binds = [], output = '/dev/null', stateDir }) {
  const { pid } = requireHost(labLayout(set, stateDir), hostName);
  const hostRoot = `/proc/${pid}/root`;
  const bundle = `/srv/bundles/${id}`;
  for (const bound of binds) mkdirSync(path.join(hostRoot, bound), { recursive: true });
  mkdirSync(path.dirname(numbersOfContainer(set, id, stateDir)), { recursive: true });
  makeRoot(path.join(hostRoot, bundle, 'rootfs'), binds);
  mkdirSync(path.join(hostRoot, bundle, 'beside'), { recursive: true });
  const run = (argv) => requireSuccess(set, hostName, argv, stateDir);
  await run(['runc', 'spec', '--bundle', bundle]);
  const file = path.join(hostRoot, bundle, 'config.json');
  const spec = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(adaptSpec(spec, { id, nonce, binds })));
  await run(outputTo(['runc', 'run', '--detach', '--bundle', bundle, id], output));
}

/** The containers runc lists on a host, whatever their state. @returns {Promise<{ id: string, pid: number, status: string, bundle: string }[]>} */
export async function listContainers(set, hostName, stateDir) {
  const listed = await requireSuccess(set, hostName, ['runc', 'list', '--format', 'json'], stateDir);
  return JSON.parse(listed) ?? [];
}

/** Ends a container wherever it runs, and removes what `startContainer` made on the hosts. */
export async function removeContainer(set, hostNames, id, stateDir) {
  for (const hostName of hostNames) {
    const { pid } = requireHost(labLayout(set, stateDir), hostName);
    await execOn(set, hostName, ['runc', 'delete', '--force', id], { stateDir });
    rmSync(`/proc/${pid}/root/srv/bundles/${id}`, { recursive: true, force: true });
  }
  rmSync(path.dirname(numbersOfContainer(set, id, stateDir)), { recursive: true, force: true });
}

function makeRoot(root, binds) {
  for (const name of [...directories, ...binds]) mkdirSync(path.join(root, name), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) symlinkSync(`usr/${name}`, path.join(root, name));
  copyFileSync(program, path.join(root, 'app/counter.py'));
}

function adaptSpec(spec, { id, nonce, binds }) {
  const shared = bind(`/srv/shared/containers/${id}`, '/data', 'rw');
  const own = [bind('/usr', '/usr', 'ro'), shared, bind('beside', '/beside', 'rw')];
  const env = [...spec.process.env, `GODWIT_LAB_NONCE=${nonce}`];
  const args = ['python3', '/app/counter.py'];
  return {
    ...spec,
    process: { ...spec.process, terminal: false, args, env, rlimits: [] },
    root: { path: 'rootfs', readonly: false },
    mounts: [...spec.mounts, ...own, ...binds.map((bound) => bind(bound, bound, 'rw'))],
    linux: { ...spec.linux, cgroupsPath: `/workloads/${id}` },
  };
}

const bind = (source, destination, access) => ({ destination, type: 'bind', source, options: ['rbind', access] });

async function requireSuccess(set, hostName, argv, stateDir) {
  const { code, stdout, stderr } = await execOn(set, hostName, argv, { stateDir });
  if (code === 0) return stdout;
  throw new Error(`${argv.join(' ')} on ${hostName} ended with ${code}: ${stderr.trim()}`);
}
