import { buildBundle, buildMapping, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { sysvMemory } from './sysv-memory.ts';

const semaphores = (pids: number[], ofReader = true) =>
  buildBundle({
    tree: {
      ipcNamespaces: known([
        {
          inode: hostNamespaces.ipc,
          pids: [100],
          ofReader,
          objects: known([{ kind: 'semaphores' as const, id: 0, key: '5', bytes: 8, pids, hugePages: false }]),
        },
      ]),
    },
  });
const segment = buildMapping({ path: '/SYSV00001234', deleted: true, permissions: 'rw-s' });

describeRule(sysvMemory, {
  silent: [
    { name: 'no segment' },
    {
      name: 'a segment in an IPC namespace of the tree',
      source: buildBundle({
        tree: { tasks: [buildTask({ mappings: [segment], namespaces: known({ ...hostNamespaces, ipc: '6' }) })] },
      }),
    },
    { name: 'semaphores of somebody else', source: semaphores([7]) },
    { name: 'semaphores in an IPC namespace of the tree', source: semaphores([100], false) },
  ],
  fires: [
    {
      name: 'a segment in the IPC namespace of the host',
      source: buildBundle({ tree: { tasks: [buildTask({ mappings: [segment] })] } }),
      finding: { id: 'sysv-memory.host-namespace', severity: 'blocker' },
      criuLine: "Error (criu/cr-dump.c:478): Task 12763 with SysVIPC shmem map @7fcf1f49d000 doesn't live in IPC ns",
    },
    {
      name: 'semaphores of the tree in the IPC namespace of the host',
      source: semaphores([100]),
      finding: { id: 'sysv-memory.left-in-host', severity: 'caution' },
    },
  ],
});
