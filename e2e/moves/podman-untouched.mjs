import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { compareSnapshots } from '../judge/compare-snapshots.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { takeSnapshot } from '../judge/snapshot.mjs';

/** All that podman 4.3 over vfs and runc keep, of root: containers, images, layers, database, exits. */
const kept = ['/var/lib/containers', '/run/containers', '/run/libpod', '/run/runc'];
/** A lock names who took it last, `podman ps` too; health is what the counter writes into its own root, as long as it runs. */
const changing = /\.lock$|\/var\/own$/;
const folders = ['/tmp', '/run', '/etc', '/var/lib/containers', '/var/lib/godwit', '/srv/shared/containers'];

/**
 * Everything by which podman, or anybody on a host, could notice that a container was rehearsed. Shares no code with what rehearses.
 *
 * @param {import('./podman-trial.mjs').Trial} trial
 */
export function lookAtPodman({ installation: { lab } }) {
  const hosts = readLabHosts(lab.dir).filter(({ name }) => name !== 'lab-c');
  const bytes = hosts.map(({ name, root }) => [name, new Map(kept.flatMap((dir) => [...readTree(root, dir)]))]);
  return { bytes: Object.fromEntries(bytes), hosts: takeSnapshot(hosts, { folders }) };
}

/** Each file by its path: a hash of its bytes, its mode, owner and number; the time of change as well where nobody may have written. */
function readTree(root, dir) {
  return listFiles(root, dir).map((file) => [file, describe(path.join(root, file))]);
}

function listFiles(root, dir) {
  const at = path.join(root, dir);
  const entries = existsSync(at) ? readdirSync(at, { withFileTypes: true }) : [];
  return entries.flatMap((entry) => {
    const file = path.join(dir, entry.name);
    if (changing.test(file)) return [];
    return entry.isDirectory() ? [file, ...listFiles(root, file)] : [file];
  });
}

function describe(file) {
  const { mode, uid, gid, ino, size } = lstatSync(file);
  const kind = (mode >> 12).toString(8);
  const own = `${mode.toString(8)} ${uid}:${gid} ${ino}`;
  if (kind === '12') return `${own} -> ${readlinkSync(file)}`;
  return kind === '10' ? `${own} ${size} ${createHash('sha256').update(readFileSync(file)).digest('hex')}` : own;
}

/** What comes and goes on hosts where agents run and people look, whatever is rehearsed. */
const ignored = [
  / processes \d+ (MainThread|node): .*agent\.js run/,
  / processes \d+ \S+: sleep (1|3600)$/,
  // It is asked all the while.
  / processes \d+ (zombie )?podman: /,
  / processes \d+ .*enter-cgroup\.sh \/exec\//,
  / processes \d+ \S+: podman ps /,
  // It ended while it was being described.
  / processes undefined /,
  / cgroups \/(exec(\/.*)?|agent)$/,
  / cgroups .*\/godwit(\/(copies|holds|criu))?$/,
  / files \/run\/(godwit-lab|criu)/,
  // Of every run its journal and its logs stay; what else may is looked at below.
  / files \/var\/lib\/godwit\//,
  // Around the hosts others are at work.
  /^machine /,
];

/** @returns {string[]} what is different, a line for each; none when nobody could have noticed */
export function findTouched(before, after) {
  const inBytes = Object.keys(before.bytes).flatMap((host) =>
    compareFiles(before.bytes[host], after.bytes[host]).map((line) => `${host}: ${line}`),
  );
  const around = compareSnapshots(before.hosts, after.hosts, { ignore: ignored });
  return [...inBytes, ...around.map(({ host, kind, change, line }) => `${host}: ${kind} ${change}: ${line}`)];
}

function compareFiles(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name} was ${before.get(name) ?? 'not there'} and is ${after.get(name) ?? 'gone'}`);
}
