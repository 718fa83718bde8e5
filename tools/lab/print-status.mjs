/** Prints a lab's state for people. */
export function printStatus(status) {
  console.log(
    `Lab set ${status.set}: ${status.up ? 'up' : `not up (${status.phase})`}, network ${status.network}, bridge ${status.bridge}`,
  );
  for (const host of status.hosts) {
    console.log(`  ${host.name}  ${host.address}  ${host.running ? `running, process ${host.pid}` : 'not running'}`);
  }
  for (const workload of status.workloads) console.log(`  ${workload.name.padEnd(13)} ${describe(workload)}`);
  for (const { package: name, binary } of status.missingPackages) {
    console.log(`  Missing program ${binary}; on Debian: apt-get install ${name}`);
  }
}

function describe({ runsOn, processes, missingProgram, serviceAddress }) {
  if (missingProgram) return `left out: ${missingProgram} is not installed`;
  if (runsOn.length === 0) return 'not running';
  const address = serviceAddress ? ` at ${serviceAddress}` : '';
  return `on ${runsOn.join(' AND ')}${address}, ${processes.map((one) => `pid ${one.insidePid}`).join(', ')}`;
}
