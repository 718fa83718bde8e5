import { readdirSync, readlinkSync } from 'node:fs';
import { type Fact, type NetworkLink, type NetworkNamespace, type Task, unknown } from '@godwit/domain/facts';
import { ownNamespaces } from '../mounts/collect-mount-namespaces.ts';
import { readMounts } from '../mounts/read-mounts.ts';
import { inNamespaceOf } from '../native/enter-namespace.ts';
import type { Libc } from '../native/libc.ts';
import { attempt, readTextOrNull } from '../procfs/read-text.ts';
import { countNeighbours, readDisciplines, readLegacyTables, readNftTables, readSettings } from './read-extras.ts';
import { type Link, readLinks } from './read-links.ts';

/** Programs that start another in a namespace and end with it: they keep nothing. */
const onlyWaits = (pid: string): boolean =>
  ['unshare', 'nsenter'].includes((readTextOrNull(`/proc/${pid}/comm`) ?? '').trim());

/** A mount like /run/netns/blue, or a process outside of the tree, that keeps a network namespace alive. */
const findHolder = (inode: string, tree: ReadonlySet<number>): string | null => {
  const name = `net:[${inode}]`;
  const mount = readMounts('self').find(({ filesystem, root }) => filesystem === 'nsfs' && root === name);
  if (mount !== undefined) return mount.mountPoint;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    if (tree.has(Number(pid))) continue;
    try {
      if (readlinkSync(`/proc/${pid}/ns/net`) === name && !onlyWaits(pid)) return `/proc/${pid}/ns/net`;
    } catch {
      // It has ended, or may not be looked at: then it holds nothing that could be named.
    }
  }
  return null;
};

const peerOnHost = (link: Link, host: readonly Link[]): NetworkLink['peerOnHost'] => {
  if (!link.peerElsewhere || link.peerIndex === null) return null;
  const isVeth = link.kind === 'veth';
  const peer = host.find(({ index, peerIndex }) => index === link.peerIndex && (!isVeth || peerIndex === link.index));
  if (peer === undefined) return null;
  return { name: peer.name, master: host.find(({ index }) => index === peer.masterIndex)?.name ?? null };
};

const describe = ({ masterIndex: _, ...link }: Link, host: readonly Link[]): NetworkLink => ({
  ...link,
  peerOnHost: peerOnHost({ masterIndex: _, ...link }, host),
});

/** Every network namespace of the tree that is not this process's own, with what CRIU would have to carry or would lose. */
export const collectNetworkNamespaces = (tasks: readonly Task[], libc: Libc | null): Fact<NetworkNamespace[]> =>
  attempt('The network namespaces of the tree', () => {
    const namespaces = [...ownNamespaces(tasks, 'net')];
    const tree = new Set(tasks.map(({ pid }) => pid));
    const host = libc === null || namespaces.length === 0 ? [] : readLinks(libc);
    return namespaces.map(([inode, pids]) => {
      const first = pids[0] ?? 0;
      const inside = <T>(what: string, read: (library: Libc) => T): Fact<T> =>
        libc === null
          ? unknown('the koffi addon, with which namespaces are entered, cannot be loaded')
          : attempt(what, () => inNamespaceOf(libc, first, 'net', () => read(libc)));
      return {
        inode,
        pids,
        heldBy: findHolder(inode, tree),
        links: inside('Network links', (library) => readLinks(library).map((link) => describe(link, host))),
        disciplines: inside('Queueing disciplines', readDisciplines),
        neighbours: inside('Neighbours', countNeighbours),
        nftTables: inside('nftables', readNftTables),
        legacyTables: inside('iptables', readLegacyTables),
        settings: inside('Network settings', readSettings),
      };
    });
  });
