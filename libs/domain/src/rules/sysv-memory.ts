import type { IpcNamespace } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';

export const sysvMemory = defineRule({
  id: 'sysv-memory',
  title: 'System V shared memory',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mappings', 'namespaces', 'collectorNamespaces', 'ipcNamespaces', 'tasks'],
  couldBlock: true,
  findings: {
    'host-namespace': {
      severity: 'blocker',
      message:
        'Process {pid} uses the System V shared memory segment {path} in the IPC namespace of the host. CRIU saves such segments only with an IPC namespace that belongs to the tree.',
      noticed: 'frozen',
      criuError: "SysVIPC shmem map .* doesn't live in IPC ns",
      probe: 'sysv-memory-here',
      remedies: [
        {
          text: 'Start the program in an IPC namespace of its own: `unshare --ipc PROGRAM`, or a container with private IPC.',
        },
        { text: 'For PostgreSQL, set shared_memory_type = mmap and see that no segment is left.' },
      ],
    },
    'left-in-host': {
      severity: 'caution',
      message:
        'The tree uses System V {objects} in the IPC namespace of the host. They are not saved: a restore finds them only on this host, and only as long as nobody removes them.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Start the program in an IPC namespace of its own, which CRIU saves whole.' }],
    },
  },
  evaluate: ({ mappings, namespaces, collectorNamespaces, ipcNamespaces, tasks }) => {
    const inHostIpc = new Set(
      namespaces.filter(({ kinds }) => kinds.ipc === collectorNamespaces.ipc).map(({ pid }) => pid),
    );
    const attached = mappings
      .filter(({ pid, path }) => path.startsWith('/SYSV') && inHostIpc.has(pid))
      .map(({ pid, path }) => ({
        kind: 'host-namespace' as const,
        subject: { kind: 'mapping' as const, pid, path },
        evidence: { pid: String(pid), path },
      }));
    return [...attached, ...findLeft(ipcNamespaces, new Set(tasks.map(({ pid }) => pid)))];
  },
});

const words = { memory: 'shared memory', semaphores: 'semaphores', queue: 'a message queue' } as const;

/** Semaphores and queues that the kernel says a task of the tree used last. Attached memory is told for itself. */
const findLeft = (namespaces: IpcNamespace[], tree: ReadonlySet<number>): Reported<'left-in-host'>[] =>
  namespaces
    .filter(({ ofReader }) => ofReader)
    .flatMap(({ objects }) => (objects.known ? objects.value : []))
    .filter(({ kind, pids }) => kind !== 'memory' && pids.some((pid) => tree.has(pid)))
    .map(({ kind, id, key, pids }) => ({
      kind: 'left-in-host',
      subject: { kind: 'process', pid: pids.find((pid) => tree.has(pid)) },
      evidence: { objects: `${words[kind]} (${id}, key ${key})` },
    }));
