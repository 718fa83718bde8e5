import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const namespaces = defineRule({
  id: 'namespaces',
  title: 'Namespaces of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['namespaces', 'tasks', 'rootPid', 'collectorNamespaces'],
  couldBlock: true,
  findings: {
    nested: {
      severity: 'blocker',
      message:
        'The processes of the tree live in {count} different {namespace} namespaces ({pids}). CRIU can save only one of this kind per tree.',
      noticed: 'frozen',
      criuError: "Can't dump nested \\w+ namespace for",
      remedies: [{ text: 'Choose a smaller tree that lives in one namespace, for example one container.' }],
    },
    'without-init': {
      severity: 'blocker',
      message:
        'Process {pid} lives in a pid namespace of its own but is not its first process. CRIU cannot restore such a namespace without its init.',
      noticed: 'frozen',
      criuError: "Can't dump a pid namespace without the process init",
      remedies: [{ text: 'Choose the first process of that namespace as root.' }],
    },
    'own-mounts': {
      severity: 'not-evaluated',
      message:
        'The tree has its own {namespace} namespace, as in a container. Its mounts, links and addresses are not judged by this version of Godwit.',
      noticed: 'frozen',
      criuError: null,
      remedies: [
        { text: 'Let the container runtime make the checkpoint, which names its mounts and networks to CRIU.' },
      ],
    },
  },
  evaluate: ({ namespaces: seen, tasks, rootPid, collectorNamespaces }) => [
    ...single.flatMap((namespace) => findNested(seen, namespace)),
    ...findOwn(seen, tasks, rootPid, collectorNamespaces),
  ],
});

type Kind = 'nested' | 'without-init' | 'own-mounts';
type Seen = FactValues['namespaces'];

/** Kinds of which CRIU takes one per tree (namespaces.c); mount and network namespaces may nest. */
const single = ['pid', 'user', 'uts', 'ipc', 'cgroup', 'time'] as const;

const findNested = (seen: Seen, namespace: string): Reported<Kind>[] => {
  const byInode = new Map(
    seen.flatMap(({ pid, kinds }) => (kinds[namespace] ? [[kinds[namespace], pid] as const] : [])),
  );
  if (byInode.size < 2) return [];
  const pids = [...byInode.values()].map((pid) => `pid ${pid}`).join(', ');
  return [
    {
      kind: 'nested',
      subject: { kind: 'process', pid: [...byInode.values()][1] },
      evidence: { namespace, count: String(byInode.size), pids },
    },
  ];
};

const findOwn = (
  seen: Seen,
  tasks: FactValues['tasks'],
  rootPid: number,
  collector: FactValues['collectorNamespaces'],
): Reported<Kind>[] => {
  const root = seen.find(({ pid }) => pid === rootPid);
  const differs = (namespace: string): boolean => root !== undefined && root.kinds[namespace] !== collector[namespace];
  const innermost = tasks.find(({ pid }) => pid === rootPid)?.nsPids.at(-1);
  const subject = { kind: 'process', pid: rootPid } as const;
  const own = ['mnt', 'net'].filter(differs).map((namespace) => ({
    kind: 'own-mounts' as const,
    subject,
    evidence: { pid: String(rootPid), namespace: namespace === 'mnt' ? 'mount' : 'network' },
  }));
  return differs('pid') && innermost !== 1
    ? [{ kind: 'without-init', subject, evidence: { pid: String(rootPid) } }, ...own]
    : own;
};
