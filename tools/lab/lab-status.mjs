import { labLayout } from './lab-layout.mjs';
import { readRecord } from './lab-record.mjs';
import { linkExists } from './network.mjs';
import { isAlive } from './processes.mjs';
import { listMissingPrograms } from './system-packages.mjs';
import { describeWorkloads } from './workload-status.mjs';

/**
 * What is there of a lab.
 *
 * @param {{ set?: number, stateDir?: string }} [options]
 */
export function labStatus({ set = 0, stateDir } = {}) {
  const lab = labLayout(set, stateDir);
  const record = readRecord(lab);
  const hosts = lab.hosts.map((host) => describeHost(host, record?.hosts[host.name]));
  const up = record?.phase === 'up' && hosts.every((host) => host.running && host.linked);
  return {
    set,
    up,
    phase: record?.phase ?? 'absent',
    network: lab.network,
    bridge: lab.bridge,
    bridgeAddress: lab.bridgeAddress,
    sharedDir: lab.sharedDir,
    hosts,
    workloads: record ? describeWorkloads(lab, hosts) : [],
    missingPackages: listMissingPrograms(),
  };
}

function describeHost(host, recorded) {
  const running = isAlive(recorded);
  return {
    name: host.name,
    address: host.address,
    running,
    linked: linkExists(host.link),
    pid: running ? recorded.pid : undefined,
    rootDir: running ? `/proc/${recorded.pid}/root` : undefined,
    cgroupDir: host.cgroupDir,
  };
}
