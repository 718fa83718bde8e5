import { existsSync } from 'node:fs';
import { findCriu } from '../../criu/find-criu.mjs';
import { labLayout, labUp, startWorkload } from '../../lab/index.mjs';

const labSet = 1;

/**
 * One lab for all tests of the guest. Of its sample workloads only the one that watches others: an emulator is slow, and each
 * test starts what it needs. It goes with the guest.
 */
export async function setup(project) {
  if (!existsSync('/run/godwit-guest')) throw new Error('These tests run inside the guest: npm run in-guest.');
  const criuPath = process.env.GODWIT_CRIU || (await findWorkingCriu());
  await labUp({ set: labSet, workloads: false, log: console.log });
  await startWorkload(labLayout(labSet), 'observer');
  project.provide('criuPath', criuPath);
  project.provide('labSet', labSet);
}

/** One that is named was tried outside already; the tests themselves show whether it works on this kernel. */
async function findWorkingCriu() {
  const criu = await findCriu({ log: console.log });
  if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
  return criu.path;
}
