/**
 * The lab, for other programs: three hosts on one machine, and a way into each.
 */
export { execOn, spawnOn } from './enter-host.mjs';
export { listContainers, numbersOfContainer, removeContainer, startContainer } from './lab-containers.mjs';
export { labDown } from './lab-down.mjs';
export { labLayout, stateDirectory } from './lab-layout.mjs';
export { labStatus } from './lab-status.mjs';
export { labUp } from './lab-up.mjs';
export { findSampleWorkload, listSampleWorkloads } from './workload-catalogue.mjs';
export { restartWorkload, startWorkload, stopWorkload } from './workload-control.mjs';
export { counterMarker, nonceVariable, readWorkloadRecord } from './workload-record.mjs';
