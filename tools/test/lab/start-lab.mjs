import { findCriu } from '../../criu/find-criu.mjs';
import { labDown } from '../../lab/lab-down.mjs';
import { labUp } from '../../lab/lab-up.mjs';

/** Tests have a lab of their own: set 0 belongs to `npm run up` and `npm run lab`. Another number lets two test runs go on at once. */
export const testLabSet = Number(process.env.GODWIT_TEST_LAB_SET || 1);

/** One lab for all lab tests, and a CRIU that was seen to work. */
export async function setup(project) {
  const criu = await findCriu({ log: console.log });
  if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
  await labDown({ set: testLabSet });
  await labUp({ set: testLabSet, log: console.log });
  project.provide('criuPath', criu.path);
  project.provide('labSet', testLabSet);
}

export async function teardown() {
  await labDown({ set: testLabSet });
}
