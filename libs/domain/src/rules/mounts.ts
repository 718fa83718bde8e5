import type { MountNamespace } from '../facts/index.ts';
import type { Remedy } from '../verdict/finding.ts';
import type { FactValues } from './fact-values.ts';
import { type MountKind, mountFindings } from './mount-findings.ts';
import { type MountProblem, type PlacedMount, planMounts, rootMountOf, typeOf } from './mount-plan.ts';
import { defineRule, type Reported } from './rule.ts';

export const mounts = defineRule({
  id: 'mounts',
  title: 'Mounts of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mountNamespaces', 'namespaces', 'collectorNamespaces', 'rootPid', 'tools', 'fds'],
  couldBlock: true,
  findings: mountFindings,
  evaluate: (facts) => {
    if (facts.mountNamespaces.length === 0) return [];
    const own = facts.mountNamespaces.find(({ pids }) => pids.includes(facts.rootPid));
    // A child with mounts of its own below a root without is judged by the rule of namespaces.
    if (own === undefined) return [];
    const rooted = chrooted(own);
    return rooted.length > 0 ? rooted : judgeMounts(facts, own);
  },
});

type Facts = Pick<FactValues, 'mountNamespaces' | 'namespaces' | 'collectorNamespaces' | 'rootPid' | 'tools' | 'fds'>;

const chrooted = ({ pids, rootPath }: MountNamespace): Reported<'chroot'>[] =>
  rootPath === '/'
    ? []
    : [
        {
          kind: 'chroot',
          subject: { kind: 'process', pid: pids[0], path: rootPath },
          evidence: { pid: String(pids[0]), root: rootPath },
        },
      ];

const judgeMounts = (facts: Facts, own: MountNamespace): Reported<MountKind>[] => {
  const placed = facts.mountNamespaces.flatMap((namespace): PlacedMount[] =>
    namespace.mounts.known ? namespace.mounts.value.map((mount) => ({ ...mount, ofRoot: namespace === own })) : [],
  );
  const ownCgroups =
    facts.namespaces.find(({ pid }) => pid === facts.rootPid)?.kinds.cgroup !== facts.collectorNamespaces.cgroup;
  const { external, refused } = planMounts({ mounts: placed, ownCgroups });
  // What is bound from the host again, and what can be bound from that, is not saved.
  const named = new Set(external.map(({ mount }) => mount.dev));
  const saved = placed.filter((mount) => !named.has(mount.dev));
  return [
    ...judgeRoot(placed, ownsUser(facts)),
    ...external.map(({ mount, problem }) => asExternal(problem, mount)),
    ...refused.map(({ mount, problem }) => refuse(problem, mount, facts)),
    ...judgeFuse(saved),
    ...judgeContent(saved, facts),
    ...judgePlaces(placed),
  ];
};

const describe = (mount: PlacedMount): Record<string, string> => ({
  mountPoint: mount.mountPoint,
  filesystem: mount.filesystem,
  source: mount.source,
  root: mount.root,
  fields: mount.optionalFields.join(' '),
});

const report = (
  kind: MountKind,
  mount: PlacedMount,
  more: Record<string, string> = {},
  remedies?: Remedy[],
): Reported<MountKind> => ({
  kind,
  subject: { kind: 'mount', path: mount.mountPoint },
  evidence: { ...describe(mount), ...more },
  ...(remedies === undefined ? {} : { remedies }),
});

/** In a user namespace of its own the tree may not undo what lies over or below its mounts. */
const ownsUser = ({ namespaces, rootPid, collectorNamespaces }: Facts): boolean =>
  namespaces.find(({ pid }) => pid === rootPid)?.kinds.user !== collectorNamespaces.user;

const judgeRoot = (placed: PlacedMount[], inUserNamespace: boolean): Reported<MountKind>[] => {
  const root = rootMountOf(placed);
  if (root === undefined) return [];
  if (root.hostPath === null) return [report('root-nowhere', root)];
  if (inUserNamespace && root.crowded) return [report('root-crowded', root, { hostPath: root.hostPath })];
  const options = { dump: [], restore: [`--root=${root.hostPath}`] };
  const text = `Restore with --root=${root.hostPath}, which leads to the root directory of the tree.`;
  return [report('root-needed', root, { hostPath: root.hostPath }, [{ text, options }])];
};

const externalRemedy = ({ mountPoint, hostPath }: PlacedMount): Remedy => ({
  text: `Name the mount as external; at the restore it is bound from ${hostPath} again.`,
  options: {
    dump: [`--external=mnt[${mountPoint}]:${mountPoint}`],
    restore: [`--external=mnt[${mountPoint}]:${hostPath}`],
  },
});

const asExternal = (problem: MountProblem, mount: PlacedMount): Reported<MountKind> =>
  report(problem, mount, { hostPath: mount.hostPath ?? '' }, [externalRemedy(mount)]);

const nowhere: Record<MountProblem, MountKind> = {
  unsupported: 'unsupported-here-only',
  bind: 'bind-from-nowhere',
  sharing: 'sharing-with-nobody',
};

const refuse = (problem: MountProblem, mount: PlacedMount, { fds }: Facts): Reported<MountKind> => {
  if (problem !== 'unsupported') return report(nowhere[problem], mount);
  const [major = '0', minor = '0'] = mount.dev.split(':');
  if (major !== '0' && mount.source.startsWith('/dev/')) {
    const options = {
      dump: [`--external=dev[${major}/${minor}]:${mount.source}`],
      restore: [`--external=dev[${mount.source}]:${mount.source}`],
    };
    return report('device', mount, {}, [{ text: `Name ${mount.source} as external.`, options }]);
  }
  const used = fds.some(({ mountId }) => mountId === mount.mountId);
  if (used || mount.empty !== true || !startsEmpty.has(typeOf(mount))) return report(nowhere[problem], mount);
  const options = { dump: [`--enable-fs=${typeOf(mount)}`], restore: [] };
  return report('mounted-anew', mount, {}, [{ text: `Dump with --enable-fs=${typeOf(mount)}.`, options }]);
};

/** Filesystems in memory that a plain mount makes anew. */
const startsEmpty = new Set(['ramfs', 'hugetlbfs', 'bpf']);

const judgeFuse = (saved: PlacedMount[]): Reported<MountKind>[] =>
  saved
    .filter((mount) => typeOf(mount) === 'fuse' && mount.root === '/')
    .map((mount) =>
      mount.hostPath !== null && mount.ofRoot
        ? report('fuse', mount, { hostPath: mount.hostPath }, [externalRemedy(mount)])
        : report('fuse-here-only', mount),
    );

/** What CRIU puts into the images: the files of each filesystem in memory, once. */
const judgeContent = (saved: PlacedMount[], facts: Facts): Reported<MountKind>[] => {
  const root = rootMountOf(saved);
  const whole = saved.filter((mount) => mount.root === '/' && mount !== root);
  const inMemory = whole.filter((mount) => typeOf(mount) === 'tmpfs');
  const full = whole.find((mount) => ['mqueue', 'pstore'].includes(typeOf(mount)) && mount.empty === false);
  const unreadable = inMemory.find(
    (mount) => mount.unreadable !== null && !(mount.onHost && mount.hostPath !== null && mount.ofRoot),
  );
  const busy = inMemory.filter(
    (mount) => mount.onHost && (mount.usedBytes ?? 0) > 0 && mount.ofRoot && mount.hostPath !== null,
  );
  const copied = inMemory.filter((mount) => mount.onHost && !busy.includes(mount)).map((mount) => mount.mountPoint);
  const first = inMemory[0];
  return [
    ...(full === undefined ? [] : [report('not-empty', full)]),
    ...(first === undefined || facts.tools.tar !== null ? [] : [report('no-tar', first)]),
    ...(unreadable === undefined ? [] : [report('unreadable', unreadable, { file: unreadable.unreadable ?? '' })]),
    ...busy.map((mount) => report('memory-shared', mount, { hostPath: mount.hostPath ?? '' }, [externalRemedy(mount)])),
    ...(copied.length === 0 || first === undefined
      ? []
      : [report('memory-copied', first, { paths: [...new Set(copied)].join(', ') })]),
  ];
};

const judgePlaces = (placed: PlacedMount[]): Reported<MountKind>[] => {
  const seen = new Set<string>();
  return placed
    .filter(({ parentId, mountPoint, ofRoot }) => {
      const place = `${ofRoot} ${parentId} ${mountPoint}`;
      if (seen.has(place)) return true;
      seen.add(place);
      return false;
    })
    .map((mount) => report('same-place-twice', mount));
};
