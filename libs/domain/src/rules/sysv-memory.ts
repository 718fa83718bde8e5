import { defineRule } from './rule.ts';

export const sysvMemory = defineRule({
  id: 'sysv-memory',
  title: 'System V shared memory',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mappings', 'namespaces', 'collectorNamespaces'],
  couldBlock: true,
  findings: {
    'host-namespace': {
      severity: 'blocker',
      message:
        'Process {pid} uses the System V shared memory segment {path} in the IPC namespace of the host. CRIU saves such segments only with an IPC namespace that belongs to the tree.',
      noticed: 'frozen',
      criuError: "SysVIPC shmem map .* doesn't live in IPC ns",
      remedies: [
        {
          text: 'Start the program in an IPC namespace of its own: `unshare --ipc PROGRAM`, or a container with private IPC.',
        },
        { text: 'For PostgreSQL, set shared_memory_type = mmap and see that no segment is left.' },
      ],
    },
  },
  evaluate: ({ mappings, namespaces, collectorNamespaces }) => {
    const inHostIpc = new Set(
      namespaces.filter(({ kinds }) => kinds.ipc === collectorNamespaces.ipc).map(({ pid }) => pid),
    );
    return mappings
      .filter(({ pid, path }) => path.startsWith('/SYSV') && inHostIpc.has(pid))
      .map(({ pid, path }) => ({
        kind: 'host-namespace',
        subject: { kind: 'mapping', pid, path },
        evidence: { pid: String(pid), path },
      }));
  },
});
