import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const namespaces = defineRule({
  id: 'namespaces',
  title: 'Namespaces of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['namespaces', 'tasks', 'rootPid', 'collectorNamespaces', 'namespaceDetails'],
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
    'nested-below-host': {
      severity: 'blocker',
      message:
        'Process {pid} has a {namespace} namespace of its own, and the root of the tree has none. CRIU dumps such a tree, but cannot restore it: only below a root with its own can others nest.',
      noticed: 'restore',
      criuError: "Can't restore sub-task in NS",
      remedies: [
        { text: 'Choose process {pid} as root, and leave the rest out.' },
        { text: 'Start the whole tree in a {namespace} namespace of its own.' },
      ],
    },
    'left-behind': {
      severity: 'blocker',
      message:
        'The root of the tree has a {namespace} namespace of its own, and process {pid} lives in that of the host. CRIU dumps such a tree, but cannot restore it.',
      noticed: 'restore',
      criuError: "Can't restore sub-task in NS|No set \\d+ found",
      remedies: [{ text: 'Keep process {pid} in the namespace of the root, or choose a tree without it.' }],
    },
    'left-network': {
      severity: 'blocker',
      message:
        'The root of the tree has a network namespace of its own, and process {pid} lives in that of the host, where CRIU cannot reach it.',
      noticed: 'frozen',
      criuError: 'Unable to get name for a socket|Can.t infect',
      remedies: [{ text: 'Keep process {pid} in the network of the root, or choose a tree without it.' }],
    },
    'without-init': {
      severity: 'blocker',
      message:
        'Process {pid} lives in a pid namespace of its own but is not its first process. CRIU cannot restore such a namespace without its init.',
      noticed: 'after-pages',
      criuError: "Can't dump a pid namespace without the process init",
      remedies: [
        { text: 'Choose the first process of that namespace as root.' },
        {
          text: 'Where something else keeps the namespace alive: dump with --external pid[INODE]:NAME and restore with --inherit-fd fd[N]:NAME, the descriptor being open on that namespace.',
        },
      ],
    },
    'time-of-children': {
      severity: 'blocker',
      message:
        'Process {pid} has prepared a time namespace for its children that it does not live in itself. CRIU refuses that.',
      noticed: 'frozen',
      criuError: "Can't dump nested time(_for_children)? namespace for",
      remedies: [{ text: 'Start the program in the time namespace: unshare --time --fork, or setns(2) before exec.' }],
    },
    'pid-of-children': {
      severity: 'caution',
      message:
        'Children of process {pid} would start in a new pid namespace. That is not saved: after a restore they start in that of the process.',
      noticed: 'never',
      criuError: null,
      remedies: [],
    },
    'thread-alone': {
      severity: 'caution',
      message:
        'Thread {tid} of process {pid} has a {namespace} namespace of its own. That is not saved: after a restore the thread lives in that of its process.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Choose another program to do it: a process of its own instead of a thread.' }],
    },
    'foreign-owner': {
      severity: 'blocker',
      message:
        'The {namespace} namespace of the tree belongs to another user namespace than the one the tree lives in. CRIU refuses that.',
      noticed: 'frozen',
      criuError: "Can't setns \\d+/\\w+: Operation not permitted|doesn't belong to the target user namespace",
      remedies: [{ text: 'Make the user namespace first and the others inside it, in one call of unshare.' }],
    },
    'user-without-proc': {
      severity: 'blocker',
      message:
        'The tree has a user and a pid namespace of its own, but sees the /proc of another one. CRIU cannot look at its tasks from inside.',
      noticed: 'frozen',
      criuError: "can't dump unprivileged task whose /proc doesn't belong to it",
      remedies: [{ text: 'Mount a /proc of its own: unshare --mount-proc.' }],
    },
    'user-without-pid': {
      severity: 'blocker',
      message:
        'The tree has a user namespace of its own and no pid namespace. CRIU dumps it; at the restore the kernel refuses the /proc that CRIU needs.',
      noticed: 'restore',
      criuError: 'Unable to (open|create) the proc file system: Operation not permitted',
      remedies: [
        { text: 'Give the tree a pid namespace and a /proc of its own too: unshare --user --pid --fork --mount-proc.' },
      ],
    },
    'outside-held': {
      severity: 'blocker',
      message:
        'Process {pid} holds the {namespace} namespace of the host as descriptor {fd}, and the tree has one of its own. CRIU dumps it, but cannot open it again.',
      noticed: 'restore',
      criuError: "Can't find suitable NS ID|Can't open file /proc/\\d+/ns/",
      remedies: [{ text: 'Close the descriptor before the dump.' }],
    },
  },
  evaluate: ({ namespaces: seen, tasks, rootPid, collectorNamespaces, namespaceDetails }) => {
    const root = seen.find(({ pid }) => pid === rootPid);
    if (root === undefined) return [];
    const where = { seen, root: root.kinds, rootPid, reader: collectorNamespaces };
    return [
      ...findNested(where),
      ...findLeft(where),
      ...findInit(where, tasks),
      ...judgeChildren(namespaceDetails, where),
      ...judgeOwner(namespaceDetails, where),
      ...judgeHeld(namespaceDetails, where),
    ];
  },
});

type Kind =
  | 'nested'
  | 'nested-below-host'
  | 'left-behind'
  | 'left-network'
  | 'without-init'
  | 'time-of-children'
  | 'pid-of-children'
  | 'thread-alone'
  | 'foreign-owner'
  | 'user-without-proc'
  | 'user-without-pid'
  | 'outside-held';
type Kinds = Record<string, string>;
type Details = FactValues['namespaceDetails'];

interface Where {
  seen: FactValues['namespaces'];
  root: Kinds;
  rootPid: number;
  /** Namespaces of the reader of the facts, in which CRIU would run. */
  reader: Kinds;
}

/** Kinds of which CRIU takes one per tree (namespaces.c); mount and network namespaces may nest. */
const single = ['pid', 'user', 'uts', 'ipc', 'cgroup', 'time'] as const;
const words: Kinds = { mnt: 'mount', net: 'network' };

const about = (kind: Kind, pid: number, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'process', pid },
  evidence: { pid: String(pid), ...evidence },
});

const isOwn = ({ root, reader }: Where, kind: string): boolean => root[kind] !== reader[kind];

/** Tasks in a namespace that is neither the root's nor the reader's, one per namespace. */
const strangers = ({ seen, root, reader }: Where, kind: string): { pid: number; inode: string }[] => {
  const found = new Map<string, number>();
  for (const { pid, kinds } of seen) {
    const inode = kinds[kind];
    if (inode !== undefined && inode !== root[kind] && inode !== reader[kind] && !found.has(inode))
      found.set(inode, pid);
  }
  return [...found].map(([inode, pid]) => ({ inode, pid }));
};

const findNested = (where: Where): Reported<Kind>[] => [
  ...single.flatMap((kind) => {
    const others = strangers(where, kind);
    if (others.length === 0) return [];
    const pids = [where.rootPid, ...others.map(({ pid }) => pid)].map((pid) => `pid ${pid}`).join(', ');
    const evidence = { namespace: kind, count: String(others.length + 1), pids };
    return [about('nested', others[0]?.pid ?? where.rootPid, evidence)];
  }),
  ...['mnt', 'net'].flatMap((kind) =>
    isOwn(where, kind)
      ? []
      : strangers(where, kind)
          .slice(0, 1)
          .map(({ pid }) => about('nested-below-host', pid, { namespace: words[kind] ?? kind })),
  ),
];

/** Tasks that live with CRIU while the root does not. In the mount namespace their files tell it first. */
const findLeft = (where: Where): Reported<Kind>[] =>
  [...single, 'net'].flatMap((kind) => {
    if (!isOwn(where, kind)) return [];
    const left = where.seen.find(({ kinds }) => kinds[kind] === where.reader[kind]);
    if (left === undefined) return [];
    return [about(kind === 'net' ? 'left-network' : 'left-behind', left.pid, { namespace: words[kind] ?? kind })];
  });

const findInit = (where: Where, tasks: FactValues['tasks']): Reported<Kind>[] => {
  const innermost = tasks.find(({ pid }) => pid === where.rootPid)?.nsPids.at(-1);
  return isOwn(where, 'pid') && innermost !== 1 ? [about('without-init', where.rootPid, {})] : [];
};

const judgeChildren = ({ children, threads }: Details, where: Where): Reported<Kind>[] => [
  ...children
    // A child that lives there already is told as nested.
    .filter(({ kind, inode }) => !where.seen.some(({ kinds }) => kinds[kind] === inode))
    .map(({ pid, kind }) => about(kind === 'time' ? 'time-of-children' : 'pid-of-children', pid, { namespace: kind })),
  ...threads.map(({ pid, tid, kind }) =>
    about('thread-alone', pid, { tid: String(tid), namespace: words[kind] ?? kind }),
  ),
];

/** Kinds whose owner CRIU tries out by entering them from the user namespace of the tree (check_user_ns). */
const tried = ['net', 'uts', 'time', 'ipc', 'mnt'];

const judgeOwner = ({ owners, ownProc }: Details, where: Where): Reported<Kind>[] => {
  if (!isOwn(where, 'user')) return [];
  const foreign = tried.find(
    (kind) => isOwn(where, kind) && owners[kind] !== undefined && owners[kind] !== where.root.user,
  );
  if (foreign !== undefined) return [about('foreign-owner', where.rootPid, { namespace: words[foreign] ?? foreign })];
  if (!isOwn(where, 'pid')) return [about('user-without-pid', where.rootPid, {})];
  return ownProc === true ? [] : [about('user-without-proc', where.rootPid, {})];
};

const judgeHeld = ({ held }: Details, where: Where): Reported<Kind>[] =>
  held
    .map(({ kind, ...rest }) => ({ ...rest, kind: kind.replace('_for_children', '') }))
    .filter(({ kind, inode }) => inode === where.reader[kind] && (isOwn(where, kind) || isOwn(where, 'pid')))
    // In its own pid namespace the tree still finds what it shares with the host, unless it sees the wrong /proc.
    .map(({ pid, fd, kind }) => ({
      kind: 'outside-held',
      subject: { kind: 'fd', pid, fd },
      evidence: { pid: String(pid), fd: String(fd), namespace: words[kind] ?? kind },
    }));
