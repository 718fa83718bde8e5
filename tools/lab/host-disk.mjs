import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = fileURLToPath(new URL('./workloads', import.meta.url));
/** Where the programs of the sample workloads lie in every host. */
export const programsInside = '/opt/godwit-lab';

/**
 * Prepares what a host keeps on its own disk: an identity of its own, the names of its neighbours and the programs of
 * the sample workloads. What earlier runs left there stays.
 */
export function prepareDisk(lab, host) {
  for (const dir of [host.rootDir, host.upperDir, host.workDir, host.diskDir, path.join(host.diskDir, 'state')]) {
    mkdirSync(dir, { recursive: true });
  }
  // A new start of a host is a new boot, and a boot has its own identifier.
  writeFileSync(path.join(host.diskDir, 'boot_id'), `${randomUUID()}\n`);
  const machineId = path.join(host.upperDir, 'etc/machine-id');
  if (!existsSync(machineId)) writeInside(host, '/etc/machine-id', `${randomBytes(16).toString('hex')}\n`);
  writeInside(host, '/etc/hostname', `${host.name}\n`);
  writeInside(host, '/etc/hosts', hostsFile(lab));
  // The same file on every host, there for a workload to lock.
  writeInside(host, '/etc/godwit/lab-lock', '');
  mkdirSync(path.join(host.upperDir, 'etc/godwit/workloads.d'), { recursive: true });
  cpSync(programs, path.join(host.upperDir, programsInside), { recursive: true });
}

/** Writes a file on the disk of a host that is not running. */
export function writeInside(host, file, content) {
  const target = path.join(host.upperDir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function hostsFile(lab) {
  const lines = lab.hosts.map((host) => `${host.address} ${host.name}`);
  return ['127.0.0.1 localhost', `${lab.bridgeAddress} lab-bridge`, ...lines, ''].join('\n');
}
