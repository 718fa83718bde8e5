import { labDown, labStatus, labUp } from '../../tools/lab/index.mjs';

/**
 * Brings a lab set up that nobody has left anything in. A test before this one may have moved workloads by hand, or was
 * killed and left its packet rules; the next would take that for a fault of its own. Down and up take a second together.
 */
export async function prepareLab({ set, stateDir, workloads = true }) {
  if (labStatus({ set, stateDir }).up) await labDown({ set, stateDir });
  await labUp({ set, stateDir, workloads });
}
