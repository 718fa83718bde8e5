import { findSampleWorkload, restartWorkload } from '../../tools/lab/index.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';

const movable = ['counter', 'echo-server', 'redis', 'file-lock'];

/** Starts anew what does not run at its home, so that the next test finds the lab as it is made. */
export async function bringHome(lab) {
  const hosts = readLabHosts(lab.dir);
  for (const name of movable) {
    const copies = findCopies(readNonce(lab.dir, name), hosts);
    const isHome =
      copies.length === 1 && copies[0].state === 'running' && copies[0].host === findSampleWorkload(lab, name).home;
    if (!isHome) await restartWorkload(lab, name);
  }
}
