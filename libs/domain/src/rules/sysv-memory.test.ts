import { buildBundle, buildMapping, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { sysvMemory } from './sysv-memory.ts';

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
  ],
  fires: [
    {
      name: 'a segment in the IPC namespace of the host',
      source: buildBundle({ tree: { tasks: [buildTask({ mappings: [segment] })] } }),
      finding: { id: 'sysv-memory.host-namespace', severity: 'blocker' },
      criuLine: "Error (criu/cr-dump.c:478): Task 12763 with SysVIPC shmem map @7fcf1f49d000 doesn't live in IPC ns",
    },
  ],
});
