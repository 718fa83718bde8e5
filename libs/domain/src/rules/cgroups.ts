import { defineRule } from './rule.ts';

const nothing: Record<string, string> = {};

export const cgroups = defineRule({
  id: 'cgroups',
  title: 'Cgroups of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['treeCgroups', 'namespaces', 'collectorNamespaces', 'rootPid', 'tasks'],
  couldBlock: true,
  findings: {
    removed: {
      severity: 'caution',
      message:
        'The directory of the cgroup {path} ({controllers}) was removed while the tree sat in it. CRIU makes it again at the restore, without the limits it had.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Set the limits again after the restore, or restore with --cgroup-root [CONTROLLER:]PATH.' }],
    },
    'own-namespace': {
      severity: 'blocker',
      message:
        'The tree has children, a cgroup namespace of its own ({namespace}), and sits in the same cgroups as whoever looks at it. CRIU started from here saves no cgroup, and then misses it at the restore.',
      noticed: 'restore',
      criuError: 'No set \\d+ found',
      remedies: [{ text: 'Start CRIU in a cgroup of its own, or the tree in another one than CRIU.' }],
    },
    'own-namespace-dumped': {
      severity: 'caution',
      message:
        'The tree has children, a cgroup namespace of its own ({namespace}), and sits in the same cgroups as whoever looks at it. The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: 'No set \\d+ found',
      remedies: [{ text: 'Start CRIU in a cgroup of its own, or the tree in another one than CRIU.' }],
    },
    'shared-with-criu': {
      severity: 'note',
      message:
        'The tree sits in the same cgroups as whoever looks at it. CRIU started from here saves no cgroup: the restored tree lands wherever the restore runs.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Start CRIU in a cgroup of its own to have the cgroups of the tree saved.' }],
    },
  },
  evaluate: (
    { treeCgroups: { reader, threads, directories }, namespaces, collectorNamespaces, rootPid, tasks },
    { purpose },
  ) => {
    const own = new Set(reader.map(({ controllers, path }) => `${controllers}:${path}`));
    const alike =
      directories.length > 0 && [...directories, ...threads].every((one) => own.has(`${one.controllers}:${one.path}`));
    const apart = namespaces.find(({ pid, kinds }) => pid === rootPid && kinds.cgroup !== collectorNamespaces.cgroup);
    // The restore asks for the saved set of a child only; the root stays where the restore runs (seen with CRIU 4.2.1).
    const unsaved = alike && tasks.length > 1 ? apart : undefined;
    return [
      ...(unsaved === undefined
        ? []
        : [
            {
              kind: purpose === 'dump' ? ('own-namespace-dumped' as const) : ('own-namespace' as const),
              subject: { kind: 'process' as const, pid: unsaved.pid },
              evidence: { namespace: `cgroup:[${unsaved.kinds.cgroup}]` },
            },
          ]),
      ...directories
        .filter(({ there }) => !there)
        .map(({ controllers, path }) => ({
          kind: 'removed' as const,
          subject: { kind: 'file' as const, path },
          evidence: { path, controllers: controllers === '' ? 'cgroup v2' : controllers },
        })),
      ...(alike && apart === undefined
        ? [{ kind: 'shared-with-criu' as const, subject: { kind: 'process' as const }, evidence: nothing }]
        : []),
    ];
  },
});
