import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listPids, readStartTime } from './processes.mjs';
import { runArgv } from './run-argv.mjs';

/**
 * What a lab could leave behind on a machine, as sorted lines that can be compared: mounts, network links, addresses,
 * nftables rules, cgroups and namespaces. Other lab sets may come and go meanwhile, so their lines are left out.
 *
 * @param {number} set the lab set that is looked at
 */
export function takeMachineSnapshot(set) {
  const otherSets = new RegExp(`gwlab(?!${set}\\D)\\d+|lab-(?!${set}\\D)\\d+`);
  const own = (lines) => lines.filter((line) => !otherSets.test(`${line} `)).sort();
  return {
    mounts: own(readMounts()),
    links: own(readdirSync('/sys/class/net')),
    addresses: own(printed(['ip', '-oneline', 'address'])),
    routes: own(printed(['ip', 'route', 'show', 'table', 'all'])),
    nftables: own(printed(['nft', 'list', 'ruleset'])),
    cgroups: own(listTopCgroups()),
  };
}

/** The namespaces that processes live in: after a lab is gone, nobody may be left in one of its own. */
export function listNamespacesOf(pid) {
  const dir = `/proc/${pid}/ns`;
  return readdirSync(dir).map((name) => readlinkSync(`${dir}/${name}`));
}

/** Every namespace that any process on the machine lives in. */
export function listAllNamespaces() {
  return new Set(listPids().flatMap(namespacesOrNone));
}

/**
 * Processes on the machine that show any of these words in their command line, cgroup or environment. Zombies are left
 * out: they wait for the machine's process 1, which takes its time on some machines.
 */
export function findTraces(words) {
  return listPids().filter((pid) => {
    if (readStartTime(pid) === undefined) return false;
    const text = ['cmdline', 'cgroup', 'environ'].map((name) => readOrNothing(`/proc/${pid}/${name}`)).join('\n');
    return pid !== process.pid && words.some((word) => text.includes(word));
  });
}

function readMounts() {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean);
  // The first fields are numbers that the kernel gives out anew for every mount.
  return lines.map((line) => line.split(' ').slice(3).join(' '));
}

/** The topmost cgroups of the v2 hierarchy, which need not be mounted anywhere for everybody to see. */
function listTopCgroups() {
  const point = mkdtempSync(path.join(tmpdir(), 'godwit-cgroups-'));
  runArgv(['mount', '-t', 'cgroup2', 'none', point]);
  try {
    const entries = readdirSync(point, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } finally {
    runArgv(['umount', point]);
    rmdirSync(point);
  }
}

function namespacesOrNone(pid) {
  try {
    return listNamespacesOf(pid);
  } catch {
    return [];
  }
}

function printed(argv) {
  const lines = runArgv(argv, { allowFailure: true }).output.split('\n').filter(Boolean);
  // Lifetimes of addresses count down.
  return lines.map((line) => line.replace(/(valid|preferred)_lft \S+/g, ''));
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
