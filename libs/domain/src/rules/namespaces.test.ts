import { buildBundle, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known, type NamespaceDetails, type Task } from '../facts/index.ts';
import { namespaces } from './namespaces.ts';

type Kinds = Partial<Record<keyof typeof hostNamespaces, string>>;

const own = (changes: Kinds) => known({ ...hostNamespaces, ...changes });
const root = (kinds: Kinds, changes: Partial<Pick<Task, 'nsPids'>> = {}) =>
  buildTask({ namespaces: own(kinds), ...changes });
const child = (kinds: Kinds) => buildTask({ pid: 101, ppid: 100, namespaces: own(kinds) });

const details = (changes: Partial<NamespaceDetails>): NamespaceDetails => ({
  children: [],
  threads: [],
  owners: {},
  held: [],
  ownProc: true,
  timeOffsets: null,
  ...changes,
});
const source = (tasks: Task[], changes: Partial<NamespaceDetails> = {}) =>
  buildBundle({ tree: { tasks, namespaceDetails: known(details(changes)) } });

const userAndPid = { user: '9', pid: '7' };

describeRule(namespaces, {
  silent: [
    { name: 'the namespaces of the host' },
    {
      name: 'a uts, ipc, net and mount namespace for the whole tree',
      source: source([root({ uts: '5', ipc: '6', net: '8', mnt: '9' })]),
    },
    { name: 'a pid namespace with its init as root', source: source([root({ pid: '7' }, { nsPids: [100, 1] })]) },
    { name: 'a network within a network', source: source([root({ net: '8' }), child({ net: '9' })]) },
    {
      name: 'a user namespace that owns the rest, with a /proc of its own',
      source: source([root({ ...userAndPid, net: '8' }, { nsPids: [100, 1] })], { owners: { net: '9', pid: '9' } }),
    },
    {
      name: 'a descriptor on a namespace the tree shares with the host',
      source: source([root({})], { held: [{ pid: 100, fd: 3, kind: 'net', inode: hostNamespaces.net }] }),
    },
  ],
  fires: [
    {
      name: 'a child in an ipc namespace of its own',
      source: source([root({}), child({ ipc: '6' })]),
      finding: { id: 'namespaces.nested', severity: 'blocker', subject: { kind: 'process', pid: 101 } },
      criuLine: "Error (criu/namespaces.c:460): Can't dump nested ipc namespace for 2330",
    },
    {
      name: 'a child with a network of its own below a root without',
      source: source([root({}), child({ net: '6' })]),
      finding: { id: 'namespaces.nested-below-host', subject: { kind: 'process', pid: 101 } },
      criuLine: "Error (criu/pstree.c:969): Can't restore sub-task in NS (cflags 40000000)",
    },
    {
      name: 'a child that went back to the host name of the host',
      source: source([root({ uts: '5' }), child({})]),
      finding: { id: 'namespaces.left-behind' },
      criuLine: "Error (criu/pstree.c:969): Can't restore sub-task in NS (cflags 4000000)",
    },
    {
      name: 'a child that went back to the network of the host',
      source: source([root({ net: '5' }), child({})]),
      finding: { id: 'namespaces.left-network' },
      criuLine: 'Error (compel/src/lib/infect.c:455): Unable to get name for a socket: Socket operation on non-socket',
    },
    {
      name: 'a pid namespace without its init',
      source: source([root({ pid: '7' }, { nsPids: [100, 7] })]),
      finding: { id: 'namespaces.without-init' },
      criuLine: "Error (criu/namespaces.c:1111): Can't dump a pid namespace without the process init",
    },
    {
      name: 'a time namespace for children to come',
      source: source([root({})], { children: [{ pid: 100, kind: 'time', inode: '5' }] }),
      finding: { id: 'namespaces.time-of-children' },
      criuLine: "Error (criu/namespaces.c:739): Can't dump nested time namespace for 12157",
    },
    {
      name: 'a pid namespace for children to come',
      source: source([root({})], { children: [{ pid: 100, kind: 'pid', inode: 'none yet' }] }),
      finding: { id: 'namespaces.pid-of-children', severity: 'caution' },
    },
    {
      name: 'a thread that left the network of its process',
      source: source([root({})], { threads: [{ pid: 100, tid: 102, kind: 'net', inode: '5' }] }),
      finding: { id: 'namespaces.thread-alone', severity: 'caution' },
    },
    {
      name: 'a network made outside of the user namespace',
      source: source([root({ ...userAndPid, net: '8' }, { nsPids: [100, 1] })], {
        owners: { net: hostNamespaces.user },
      }),
      finding: { id: 'namespaces.foreign-owner' },
      criuLine: "Error (criu/namespaces.c:258): Can't setns 7/net: Operation not permitted",
    },
    {
      name: 'a user namespace that sees the /proc of the host',
      source: source([root(userAndPid, { nsPids: [100, 1] })], { ownProc: false }),
      finding: { id: 'namespaces.user-without-proc' },
      criuLine: "Error (criu/pie/parasite.c:641): can't dump unprivileged task whose /proc doesn't belong to it",
    },
    {
      name: 'a user namespace in the pid namespace of the host',
      source: source([root({ user: '9' })]),
      finding: { id: 'namespaces.user-without-pid', noticed: 'restore' },
      criuLine: 'Error (criu/util.c:1621): Unable to open the proc file system: Operation not permitted',
    },
    {
      name: 'a descriptor on the network of the host, from a network of its own',
      source: source([root({ net: '8' })], { held: [{ pid: 100, fd: 3, kind: 'net', inode: hostNamespaces.net }] }),
      finding: { id: 'namespaces.outside-held', subject: { kind: 'fd', pid: 100, fd: 3 } },
      criuLine: "Error (criu/namespaces.c:627): Can't find suitable NS ID for 0x2",
    },
  ],
});
