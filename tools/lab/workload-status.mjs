import { existsSync } from 'node:fs';
import { findByEnvironment, readInnerPid, readPidNamespace } from './processes.mjs';
import { listSampleWorkloads } from './workload-catalogue.mjs';
import { nonceVariable, readWorkloadRecord } from './workload-record.mjs';

/**
 * Where each sample workload really runs: its processes are looked for on all hosts by the nonce in their environment,
 * so a copy is found wherever it was moved to, and two copies show as two.
 *
 * @param {{ name: string, pid?: number }[]} hosts
 */
export function describeWorkloads(lab, hosts) {
  const byNamespace = new Map(hosts.filter((host) => host.pid).map((host) => [readPidNamespace(host.pid), host.name]));
  return listSampleWorkloads(lab).map((workload) => {
    const { nonce } = readWorkloadRecord(lab, workload.name) ?? {};
    const processes = nonce ? listProcesses(nonce, byNamespace) : [];
    return {
      name: workload.name,
      home: workload.home,
      runsOn: [...new Set(processes.map((one) => one.host))],
      processes,
      nonce,
      serviceAddress: workload.serviceAddress,
      cgroup: `/workloads/${workload.name}`,
      logFile: workload.logFile,
      missingProgram: existsSync(workload.needs) ? undefined : workload.needs,
    };
  });
}

function listProcesses(nonce, byNamespace) {
  return findByEnvironment(nonceVariable, nonce).map((pid) => ({
    pid,
    insidePid: readInnerPid(pid),
    host: byNamespace.get(readPidNamespace(pid)) ?? 'no lab host',
  }));
}
