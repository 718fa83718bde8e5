import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { findCgroupMount } from './cgroup-mount.mjs';
import { listNumbers, readCgroup, readLink, readStat, readText } from './read-proc.mjs';

/**
 * Everything of a host that a run could leave behind, as sorted lines, so that two snapshots can be compared.
 *
 * @typedef {Record<'mounts' | 'links' | 'addresses' | 'nft' | 'cgroups' | 'processes' | 'files', string[]>} HostSnapshot
 */

/**
 * @param {{ name: string, initPid: number, pidNamespace: string, root: string }[]} hosts
 * @param {{ folders?: string[] }} [options] folders inside each host whose files are listed
 * @returns {Record<string, HostSnapshot>} by host name; `machine` is what lies around the hosts
 */
export function takeSnapshot(hosts, { folders = [] } = {}) {
  const inside = hosts.map((host) => [host.name, snapshotHost(host, folders)]);
  return { machine: snapshotMachine(), ...Object.fromEntries(inside) };
}

function snapshotHost({ initPid, pidNamespace, root }, folders) {
  return {
    mounts: listMounts(initPid),
    ...listNetwork(['nsenter', '--target', String(initPid), '--net', '--']),
    cgroups: listCgroups(readCgroup(initPid) ?? ''),
    processes: listProcesses(pidNamespace),
    files: folders.flatMap((folder) => listFiles(root, folder)).sort(),
  };
}

/** The machine's own processes come and go, so of it only what a lab or a run adds is looked at. */
function snapshotMachine() {
  return { mounts: listMounts('self'), ...listNetwork([]), cgroups: [], processes: [], files: [] };
}

/** Mounts without their ids, which differ from one look to the next when something was mounted in between. */
function listMounts(pid) {
  const lines = readText(`/proc/${pid}/mountinfo`).split('\n').filter(Boolean);
  return lines.map((line) => line.split(' ').slice(2).join(' ')).sort();
}

function listNetwork(enter) {
  return {
    links: run([...enter, 'ip', '-oneline', 'link'])
      .map(withoutCounters)
      .sort(),
    addresses: run([...enter, 'ip', '-oneline', 'address'])
      .map(withoutCounters)
      .sort(),
    nft: run([...enter, 'nft', '--stateless', 'list', 'ruleset']),
  };
}

// Index, lifetimes and queue details say nothing about what was added or removed.
function withoutCounters(line) {
  return line.replace(/^\d+:\s+/, '').replace(/\s+(valid_lft|preferred_lft) \S+/g, '');
}

function run(argv) {
  const { status, stdout, stderr, error } = spawnSync(argv[0], argv.slice(1), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

function listCgroups(cgroup) {
  const mount = findCgroupMount();
  if (!mount) return [];
  // Process 1 of a host lies in a cgroup of its own below that of the host.
  const host = path.join(mount, path.dirname(cgroup));
  return listFolders(host)
    .map((dir) => `/${path.relative(host, dir)}`)
    .sort();
}

function listFolders(dir) {
  const entries = readEntries(dir).filter((entry) => entry.isDirectory());
  return [dir, ...entries.flatMap((entry) => listFolders(path.join(dir, entry.name)))];
}

/** Name and command line with the pid the host itself sees: a restored tree must have its old ones. */
function listProcesses(pidNamespace) {
  const inside = listNumbers('/proc').filter((pid) => readLink(`/proc/${pid}/ns/pid`) === pidNamespace);
  return inside.flatMap(describeProcess).sort();
}

function describeProcess(pid) {
  const stat = readStat(`/proc/${pid}`);
  if (!stat) return [];
  const inner = /^NSpid:\s+(.*)$/m
    .exec(readText(`/proc/${pid}/status`))?.[1]
    ?.split(/\s+/)
    .at(-1);
  const words = readText(`/proc/${pid}/cmdline`).split('\0').filter(Boolean).join(' ');
  return [`${inner} ${stat.state === 'Z' ? 'zombie ' : ''}${stat.name}: ${words}`];
}

function listFiles(root, folder) {
  return readEntries(path.join(root, folder)).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    return entry.isDirectory() ? [`${inside}/`, ...listFiles(root, inside)] : [describeFile(root, inside)];
  });
}

function describeFile(root, inside) {
  try {
    const stat = lstatSync(path.join(root, inside));
    return stat.isSymbolicLink() ? `${inside} -> ${readlinkSync(path.join(root, inside))}` : inside;
  } catch {
    return inside;
  }
}

function readEntries(dir) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}
