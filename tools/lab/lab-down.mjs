import { rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mountCgroups, removeCgroup, unmountCgroups } from './cgroups.mjs';
import { labLayout } from './lab-layout.mjs';
import { readRecord, withLabLock, writeRecord } from './lab-record.mjs';
import { listMountPointsBelow } from './mounts.mjs';
import { refuseForeignLab, removeLinks } from './network.mjs';
import { killRecorded } from './processes.mjs';
import { requireRoot } from './require-root.mjs';
import { runArgv } from './run-argv.mjs';

/**
 * Takes a lab down and leaves nothing of it: processes, namespaces, links, cgroups, mounts, files. Works on a lab of
 * which anything has died, on one whose record is lost, and on none at all.
 *
 * @param {{ set?: number, stateDir?: string, keepDisks?: boolean, log?: (line: string) => void }} [options]
 *   `keepDisks` is a power-off: the hosts' disks and the shared directory stay for the next `labUp`
 */
export async function labDown({ set = 0, stateDir, keepDisks = false, log = () => {} } = {}) {
  const lab = labLayout(set, stateDir);
  requireRoot();
  refuseForeignLab(lab);
  await withLabLock(lab, async () => {
    log(`Taking lab set ${set} down`);
    await killHosts(lab);
    removeLinks(lab);
    unmountCgroups(lab);
    removeFiles(lab, keepDisks);
  });
  removeIfEmpty(lab.stateDir);
}

async function killHosts(lab) {
  const record = readRecord(lab);
  if (record) writeRecord(lab, { ...record, phase: 'removing' });
  // The end of a host's process 1 ends everything in its pid namespace; the cgroup finds what the record lost.
  for (const recorded of Object.values(record?.hosts ?? {})) killRecorded(recorded);
  mountCgroups(lab);
  await removeCgroup(lab.cgroupDir);
}

function removeFiles(lab, keepDisks) {
  for (const point of listMountPointsBelow(lab.dir))
    runArgv(['umount', point], { purpose: 'unmount what the lab left' });
  if (!keepDisks) rmSync(lab.dir, { recursive: true, force: true });
  else rmSync(path.join(lab.dir, 'workloads'), { recursive: true, force: true });
}

/** What a file system is mounted on is busy, and stays as well. */
function removeIfEmpty(dir) {
  try {
    rmdirSync(dir);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(error.code)) throw error;
  }
}
