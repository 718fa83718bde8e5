import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compareSnapshots } from '../judge/compare-snapshots.mjs';
import { takeSnapshot } from '../judge/snapshot.mjs';

const folders = ['/tmp', '/run', '/etc/godwit'];

export const takeChaosSnapshot = (hosts) => takeSnapshot(hosts, { folders });

/** What is on the hosts that was not there when the lab was at rest, and is not the workloads themselves. */
export function findLeftovers(baseline, hosts, { serviceAddresses }) {
  const now = takeChaosSnapshot(hosts);
  const ignore = [
    // Workloads are on one host or the other, and one that was started anew has other pids.
    / processes \d+ \S+: .*(counter|echo-server|process-tree|tree-client)\.py/,
    / processes \d+ \S+: .*(redis-server|observer\.mjs|echo-client\.mjs|redis-client\.mjs)/,
    ...serviceAddresses.map((address) => new RegExp(` addresses .*${address.replaceAll('.', '\\.')}/32`)),
    / cgroups .*\/workloads(\/(counter|echo-server|redis|process-tree|tree-client|echo-client|redis-client|chaos-box))?$/,
    // Where a container is known, and where not, is looked at by itself.
    / files \/run\/runc(\/|$)/,
    / cgroups .*\/godwit(\/(copies|holds|criu))?$/,
    / files \/etc\/godwit\/workloads\.d/,
    // Agents and the harness come and go under other pids, and ask CRIU what it can do as they start.
    / processes \d+ (MainThread|node): .*agent\.js run/,
    / processes \d+ .*criu check/,
    / cgroups \/(exec(\/.*)?|agent)$/,
    / processes \d+ \S+: sleep (1|3600)$/,
    // It ended while it was being described.
    / processes undefined /,
    / files \/run\/(godwit-lab|criu)/,
    // Whatever a run makes it makes inside of a host; around them others are at work.
    /^machine /,
  ];
  return compareSnapshots(baseline, now, { ignore })
    .filter((difference) => !isInhabited(difference, hosts))
    .map(({ host, kind, change, line }) => `${host}: ${kind} ${change}: ${line}`);
}

/** The cgroup that a copy lives in stays as long as the copy. */
function isInhabited({ host, kind, line }, hosts) {
  if (kind !== 'cgroups' || !/\/copies\//.test(line)) return false;
  const found = hosts.find(({ name }) => name === host);
  const file = path.join(found?.root ?? '', 'sys/fs/cgroup', line, 'cgroup.procs');
  return existsSync(file) && readFileSync(file, 'utf8').trim() !== '';
}

/** Of a run that is swept its journal and its logs stay, and nothing else. */
export function findRunFiles(runsDir, runId) {
  const dir = path.join(runsDir, runId);
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { recursive: true }).map(String);
  return entries.filter((name) => /^images|\.img$|\.fifo$|\.sock$|^keys|^room|^hook\.sh$|^manifest|^fence$/.test(name));
}
