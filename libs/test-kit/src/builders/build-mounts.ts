import { known, type MountNamespace, type NamespaceMount } from '@godwit/domain/facts';

/** A mount of a tree's own mount namespace: a tmpfs that is the tree's alone. */
export const buildMount = (changes: Partial<NamespaceMount> = {}): NamespaceMount => ({
  mountId: 60,
  parentId: 50,
  dev: '0:90',
  root: '/',
  mountPoint: '/data',
  options: 'rw,relatime',
  optionalFields: [],
  filesystem: 'tmpfs',
  source: 'tmpfs',
  superOptions: 'rw',
  hostPath: null,
  covered: false,
  crowded: false,
  onHost: false,
  usedBytes: 0,
  empty: true,
  unreadable: null,
  ...changes,
});

/** The root mount of such a namespace: the root of the host. */
export const buildRootMount = (changes: Partial<NamespaceMount> = {}): NamespaceMount =>
  buildMount({
    mountId: 50,
    parentId: 1,
    dev: '8:1',
    mountPoint: '/',
    filesystem: 'ext4',
    source: '/dev/sda1',
    hostPath: '/',
    onHost: true,
    usedBytes: null,
    empty: null,
    ...changes,
  });

/** The mount namespace of process 100, with a root mount like the host's and further mounts. */
export const buildMountNamespace = (
  mounts: NamespaceMount[] = [],
  changes: Partial<MountNamespace> = {},
): MountNamespace => ({
  inode: '4026539001',
  pids: [100],
  rootPath: '/',
  mounts: known([buildRootMount(), ...mounts]),
  ...changes,
});
