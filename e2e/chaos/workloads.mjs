import { restartWorkload } from '../../tools/lab/index.mjs';
import { containerName, judgeBox, startBox } from './container-workload.mjs';
import { judgeClientLog, judgeCounter } from './traffic.mjs';
import { startTree } from './tree-workload.mjs';

/**
 * What is moved, and who talks to it all the time.
 *
 * @typedef {{ name: string, port: number | null, start: () => Promise<unknown>, judge: () => { progress: number, complaints: string[] } }} ChaosWorkload
 *   `judge` says what was added since it was asked last
 */

/**
 * The workloads of a lab: each with its program, what judges its effects, and how it is started anew.
 *
 * @returns {ChaosWorkload[]}
 */
export function listWorkloads(lab, hosts, nonceOf, agents) {
  const restart = async (name, client) => {
    await restartWorkload(lab, name);
    if (client) await restartWorkload(lab, client);
  };
  const rootOf = (host) => hosts.find(({ name }) => name === host).root;
  const seen = { rootOf };
  return [
    { name: 'counter', port: 7001, start: () => restart('counter'), judge: judgeCounter(seen, nonceOf) },
    {
      name: 'redis',
      port: 6379,
      start: () => restart('redis', 'redis-client'),
      judge: judgeClientLog(seen, 'redis-client', 'written'),
    },
    {
      name: 'echo-server',
      port: 7000,
      start: () => restart('echo-server', 'echo-client'),
      judge: judgeClientLog(seen, 'echo-client', 'echoed'),
    },
    {
      name: 'process-tree',
      port: 7010,
      start: () => startTree(lab, hosts),
      judge: judgeClientLog(seen, 'tree-client', 'answered'),
    },
    // Its network is its own, without a line to anybody: what it does for others are numbers in a shared directory.
    {
      name: containerName,
      port: null,
      start: () => startBox(lab, hosts, agents),
      judge: judgeBox(lab, nonceOf),
    },
  ];
}

export const plainWorkloads = ['counter', 'redis', 'echo-server', 'process-tree'];
export const workloadNames = [...plainWorkloads, containerName];
