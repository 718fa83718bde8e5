// Reads a tree, or lists all workloads of this machine, several times in one process as an agent does, and prints what each took.
import { collectTree, listWorkloads } from '@godwit/host-facts';

const [what, rounds, pid] = process.argv.slice(2);
const work = {
  tree: () => collectTree({ pid: Number(pid), hash: true }),
  list: () => listWorkloads({ declaredDirectory: '/nowhere' }),
}[what];
const taken = [];
let fds = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  const read = await work();
  const { user, system } = process.cpuUsage(cpu);
  taken.push({ cpuMs: (user + system) / 1000, wallMs: performance.now() - startedAt });
  if (what === 'tree') fds = read.tasks.reduce((sum, task) => sum + (task.fds.known ? task.fds.value.length : 0), 0);
}
process.stdout.write(JSON.stringify({ taken, fds }));
