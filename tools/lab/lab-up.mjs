import { mkdirSync } from 'node:fs';
import { mountCgroups, removeCgroup } from './cgroups.mjs';
import { startHost } from './host-start.mjs';
import { labLayout } from './lab-layout.mjs';
import { readRecord, startRecord, withLabLock, writeRecord } from './lab-record.mjs';
import { labStatus } from './lab-status.mjs';
import { createBridge, linkExists, refuseForeignLab } from './network.mjs';
import { isAlive, killRecorded } from './processes.mjs';
import { requireRoot } from './require-root.mjs';
import { requirePrograms } from './system-packages.mjs';
import { startMissingWorkloads } from './workload-control.mjs';

/**
 * Brings the three hosts up, and the sample workloads that run nowhere. Hosts that run are left alone; dead ones are
 * started again on their own disks, as after a power failure.
 *
 * @param {{ set?: number, stateDir?: string, workloads?: boolean, log?: (line: string) => void }} [options]
 */
export async function labUp({ set = 0, stateDir, workloads = true, log = () => {} } = {}) {
  const lab = labLayout(set, stateDir);
  requireRoot();
  requirePrograms();
  refuseForeignLab(lab);
  await withLabLock(lab, async () => {
    await bringUpHosts(lab, log);
    if (workloads) await startMissingWorkloads(lab, log);
  });
  return labStatus({ set, stateDir });
}

async function bringUpHosts(lab, log) {
  const record = { ...(readRecord(lab) ?? startRecord(lab)), phase: 'building' };
  writeRecord(lab, record);
  mkdirSync(lab.sharedDir, { recursive: true });
  mountCgroups(lab);
  createBridge(lab);
  for (const host of lab.hosts) {
    if (isHealthy(host, record.hosts[host.name])) continue;
    log(`Starting ${host.name} (${host.address})`);
    await discardHost(host, record.hosts[host.name]);
    record.hosts[host.name] = await startHost(lab, host);
    writeRecord(lab, record);
  }
  writeRecord(lab, { ...record, phase: 'up' });
}

/** A host without its link is as good as dead. */
function isHealthy(host, recorded) {
  return isAlive(recorded) && linkExists(host.link);
}

async function discardHost(host, recorded) {
  killRecorded(recorded);
  await removeCgroup(host.cgroupDir);
  mkdirSync(host.cgroupDir, { recursive: true });
}
